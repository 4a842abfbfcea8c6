#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "storage/values/crypto.h"
#include "storage/values/json.h"
#include "tests/support/shared.h"

namespace hallway {
namespace {

using test::read_file;
using test::shared;

TEST(CanonicalJson, WritesTheTestDataOfRfc8785ByteForByte) {
  const auto folder = shared("corpus/jcs-testdata/testdata");
  if (!folder) return;
  size_t seen = 0;
  for (const auto& input : test::shared_files("corpus/jcs-testdata/testdata/input")) {
    const auto value = parse_json(read_file(input), {.unique_keys = true});
    ASSERT_TRUE(value.ok()) << input;
    const std::string written = canonical_json(*value).value();
    EXPECT_EQ(written, read_file(*folder / "output" / input.filename())) << input;
    // The same, as hexadecimal: immune to what an editor does to a text file.
    std::string bytes = read_file(*folder / "outhex" / input.stem().concat(".txt"));
    std::erase_if(bytes, [](char c) { return std::isspace(static_cast<unsigned char>(c)); });
    EXPECT_EQ(hex(written), bytes) << input;
    ++seen;
  }
  EXPECT_EQ(seen, 6U);
}

// RFC 8785 Appendix B, and the borders of ECMAScript's forms.
TEST(CanonicalJson, NumbersAreThoseOfEcmaScript) {
  struct Case {
    const char* in;
    const char* out;
  };
  const Case cases[] = {{"0", "0"},
                        {"-0.0", "0"},
                        {"-0", "0"},
                        {"5e-324", "5e-324"},
                        {"-5e-324", "-5e-324"},
                        {"1.7976931348623157e308", "1.7976931348623157e+308"},
                        {"9007199254740992", "9007199254740992"},
                        {"-9007199254740992", "-9007199254740992"},
                        {"295147905179352830000", "295147905179352830000"},
                        {"9.999999999999997e22", "9.999999999999997e+22"},
                        {"1e23", "1e+23"},
                        {"1.0000000000000001e23", "1.0000000000000001e+23"},
                        {"999999999999999700000", "999999999999999700000"},
                        {"1e21", "1e+21"},
                        {"1e20", "100000000000000000000"},
                        {"9.999999999999997e-7", "9.999999999999997e-7"},
                        {"0.000001", "0.000001"},
                        {"0.0000001", "1e-7"},
                        {"1.5", "1.5"},
                        {"10.0", "10"},
                        {"333333333.33333325", "333333333.33333325"},
                        {"-0.0000033333333333333333", "-0.0000033333333333333333"},
                        {"1424953923781206.2", "1424953923781206.2"},
                        {"123e-20", "1.23e-18"},
                        {"10000000000000000", "10000000000000000"},
                        {"18446744073709549568", "18446744073709550000"}};
  for (const auto& c : cases) {
    EXPECT_EQ(canonical_json(parse_json(c.in).value()).value(), c.out) << c.in;
  }
}

TEST(CanonicalJson, NumbersThatADoubleCannotHoldAreRefused) {
  for (const char* text :
       {"9007199254740993", "-9007199254740993", "18446744073709551615", "9223372036854775807"}) {
    EXPECT_EQ(canonical_json(parse_json(text).value()).error().code, Code::invalid) << text;
  }
  EXPECT_FALSE(canonical_json(Json(std::numeric_limits<double>::quiet_NaN())).ok());
  EXPECT_FALSE(canonical_json(Json{{"a", {1, std::numeric_limits<double>::infinity()}}}).ok());
}

TEST(CanonicalJson, KeysAreInTheOrderOfUtf16) {
  // U+1F600 is written with surrogates and so comes before U+FB33, which is smaller.
  EXPECT_EQ(
      canonical_json(parse_json(R"({"\ufb33":1,"\ud83d\ude00":2,"\u20ac":3,"1":4,"":5})").value())
          .value(),
      "{\"\":5,\"1\":4,\"\xe2\x82\xac\":3,\"\xf0\x9f\x98\x80\":2,\"\xef\xac\xb3\":1}");
  EXPECT_EQ(canonical_json(parse_json(R"({"ab":1,"a":2,"B":3})").value()).value(),
            R"({"B":3,"a":2,"ab":1})");
}

TEST(CanonicalJson, TextIsEscapedNoMoreThanNeeded) {
  EXPECT_EQ(canonical_json(
                parse_json(R"("\u0000\u0007\b\t\n\u000b\f\r\u001f\"\\\/\u007f\u00e9")").value())
                .value(),
            "\"\\u0000\\u0007\\b\\t\\n\\u000b\\f\\r\\u001f\\\"\\\\/\x7f\xc3\xa9\"");
  EXPECT_FALSE(canonical_json(Json("\xff")).ok());
  EXPECT_FALSE(canonical_json(Json{{"\xed\xa0\x80", 1}}).ok());
}

}  // namespace
}  // namespace hallway
