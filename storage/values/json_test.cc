#include "storage/values/json.h"

#include <gtest/gtest.h>

#include "tests/support/shared.h"

namespace hallway {
namespace {

using test::read_file;
using test::shared_files;

std::string nested(size_t depth, char open, char close) {
  return std::string(depth, open) + std::string(depth, close);
}

TEST(Json, AcceptsAndRefusesAsJsonTestSuiteSays) {
  size_t accepted = 0;
  size_t refused = 0;
  for (const auto& file : shared_files("corpus/jsontestsuite/test_parsing")) {
    const std::string name = file.filename();
    const auto result = parse_json(read_file(file));
    if (name.starts_with("y_")) {
      EXPECT_TRUE(result.ok()) << name;
      ++accepted;
    } else if (name.starts_with("n_")) {
      EXPECT_FALSE(result.ok()) << name;
      ++refused;
    } else if (result.ok()) {
      EXPECT_TRUE(parse_json(dump_json(*result)).ok()) << name;
    }
  }
  if (test::shared("corpus/jsontestsuite/test_parsing")) {
    EXPECT_EQ(accepted, 95U);
    EXPECT_EQ(refused, 188U);
  }
}

TEST(Json, ANulByteIsRefusedWhereverItStands) {
  const std::string_view texts[] = {{"{}\0", 3},         {"\0{}", 3},         {"{\"a\"\0:1}", 8},
                                    {"[1,\0 2]", 7},     {"\"a\0b\"", 5},     {"1\0", 2},
                                    {"{}\0garbage", 10}, {"[1]\0{\"a\":", 9}, {"\0", 1}};
  for (const auto text : texts) EXPECT_FALSE(parse_json(text).ok()) << text;
  EXPECT_EQ(parse_json(R"("a\u0000b")").value(), Json(std::string("a\0b", 3)));
}

TEST(Json, WhatNobodySaidIsNull) {
  EXPECT_EQ(dump_json({text_or_null(""), text_or_null("de")}), R"([null,"de"])");
}

TEST(Json, DepthIsLimitedBeforeAValueIsBuilt) {
  EXPECT_TRUE(parse_json(nested(64, '[', ']')).ok());
  EXPECT_EQ(parse_json(nested(65, '[', ']')).error().code, Code::too_large);
  EXPECT_EQ(parse_json(nested(60'000, '[', ']')).error().code, Code::too_large);
  EXPECT_EQ(parse_json(std::string(60'000, '[')).error().code, Code::too_large);
  std::string objects;
  for (int i = 0; i < 60'000; ++i) objects += "{\"a\":";
  EXPECT_EQ(parse_json(objects).error().code, Code::too_large);
  EXPECT_TRUE(parse_json("[[1]]", {.depth = 2}).ok());
  EXPECT_FALSE(parse_json("[[[]]]", {.depth = 2}).ok());
}

TEST(Json, BytesAndValuesAreLimited) {
  EXPECT_TRUE(parse_json("[1,2]", {.bytes = 5}).ok());
  EXPECT_EQ(parse_json("[1,2] ", {.bytes = 5}).error().code, Code::too_large);
  EXPECT_TRUE(parse_json("[1,2,{\"a\":3}]", {.values = 5}).ok());
  EXPECT_EQ(parse_json("[1,2,{\"a\":3}]", {.values = 4}).error().code, Code::too_large);
}

TEST(Json, ARepeatedKeyIsAnErrorOnlyWhereAsked) {
  constexpr std::string_view kTwice = R"({"a":1,"b":{"a":2},"a":3})";
  EXPECT_EQ(find_int(parse_json(kTwice).value(), "a"), 3);
  EXPECT_EQ(parse_json(kTwice, {.unique_keys = true}).error().code, Code::invalid);
  EXPECT_FALSE(parse_json(R"([{"x":{"a":1,"\u0061":2}}])", {.unique_keys = true}).ok());
  EXPECT_TRUE(parse_json(R"({"a":1,"b":{"a":2}})", {.unique_keys = true}).ok());
  // The later value replaces the earlier one whole.
  EXPECT_EQ(parse_json(R"({"a":{"x":1},"a":{"y":2}})").value(),
            parse_json(R"({"a":{"y":2}})").value());
}

TEST(Json, TextThatIsNotUtf8IsRefused) {
  for (const char* text : {"\"\xff\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"",
                           "\"\xe2\x82\"", "{\"\xfe\":1}", R"("\ud800")", R"("\udc00\ud800")"}) {
    EXPECT_FALSE(parse_json(text).ok()) << text;
  }
  EXPECT_EQ(parse_json("\"\xf0\x9f\x98\x80\"").value(), parse_json(R"("\ud83d\ude00")").value());
}

TEST(Json, PrintingNeverFails) {
  EXPECT_EQ(dump_json(Json("a\xff")), "\"a\xef\xbf\xbd\"");
  EXPECT_EQ(dump_json(Json(std::numeric_limits<double>::infinity())), "null");
  EXPECT_EQ(dump_json(parse_json(" { \"b\" : [ 1 , 2.5 , true , null ] } ").value()),
            R"({"b":[1,2.5,true,null]})");
  EXPECT_EQ(dump_json_pretty(parse_json("{\"a\":1}").value()), "{\n  \"a\": 1\n}");
}

TEST(Json, TypedReadersGiveNothingForTheWrongType) {
  const Json doc = parse_json(R"({
    "s":"text","n":7,"neg":-3,"f":2.5,"whole":4.0,"big":18446744073709551615,"huge":1e300,
    "t":true,"ts":"false","null":null,"time":"2026-11-25T13:11:55Z","list":[1,"x"],"empty":[]})")
                       .value();
  EXPECT_EQ(find_string(doc, "s"), "text");
  EXPECT_EQ(find_string(doc, "n"), std::nullopt);
  EXPECT_EQ(find_string(doc, "none"), std::nullopt);
  EXPECT_EQ(find_int(doc, "n"), 7);
  EXPECT_EQ(find_int(doc, "neg"), -3);
  EXPECT_EQ(find_int(doc, "whole"), 4);
  for (const char* key : {"f", "big", "huge", "s", "t", "null", "none"}) {
    EXPECT_EQ(find_int(doc, key), std::nullopt) << key;
  }
  EXPECT_EQ(find_number(doc, "f"), 2.5);
  EXPECT_EQ(find_number(doc, "neg"), -3.0);
  EXPECT_EQ(find_number(doc, "n"), 7.0);
  EXPECT_EQ(find_number(doc, "s"), std::nullopt);
  EXPECT_EQ(find_bool(doc, "t"), true);
  EXPECT_EQ(find_bool(doc, "ts"), false);
  EXPECT_EQ(find_bool(doc, "s"), std::nullopt);
  EXPECT_EQ(to_rfc3339(find_time(doc, "time").value()), "2026-11-25T13:11:55Z");
  EXPECT_EQ(find_time(doc, "s"), std::nullopt);
  EXPECT_EQ(find_member(doc, "null"), nullptr);
  EXPECT_EQ(find_member(Json("scalar"), "a"), nullptr);
  EXPECT_EQ(find_list(doc, "list").size(), 2U);
  EXPECT_EQ(find_list(doc, "s").size(), 1U);
  EXPECT_TRUE(find_list(doc, "null").empty());
  EXPECT_TRUE(find_list(doc, "empty").empty());
  EXPECT_TRUE(list_of(nullptr).empty());
}

TEST(Json, AnIriIsFoundInEveryFormSendersUse) {
  const Json doc = parse_json(R"({
    "string":"https://a.example/1","object":{"type":"Person","id":"https://a.example/2"},
    "link":{"type":"Link","href":"https://a.example/3"},"one":["https://a.example/4"],
    "many":["https://a.example/5",{"id":"https://a.example/6"},7,null,"as:Public"],
    "bad":"javascript:alert","number":3,"nothing":{
  "type" : "Note"}})")
                       .value();
  EXPECT_EQ(find_iri(doc, "string")->text(), "https://a.example/1");
  EXPECT_EQ(find_iri(doc, "object")->text(), "https://a.example/2");
  EXPECT_EQ(find_iri(doc, "link")->text(), "https://a.example/3");
  EXPECT_EQ(find_iri(doc, "one")->text(), "https://a.example/4");
  EXPECT_EQ(find_iris(doc, "many").size(), 2U);
  for (const char* key : {"bad", "number", "nothing", "absent"}) {
    EXPECT_FALSE(find_iri(doc, key).has_value()) << key;
  }
}

}  // namespace
}  // namespace hallway
