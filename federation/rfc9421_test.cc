// RFC 9421 against the vectors of its Appendix B, and its finer points.
#include <gtest/gtest.h>

#include "federation/signature_schemes.h"
#include "tests/support/shared.h"
#include "tests/support/signed_request.h"

namespace hallway {
namespace {

using namespace test;

constexpr auto kFolder = "corpus/rfc9421-appendix-b/testdata/";

struct Stored {
  std::string method;
  Iri url;
  Headers headers;
  std::string body;
  int status = 0;
  [[nodiscard]] Message message() const { return {method, url, &headers, body, status, nullptr}; }
};

std::string take_line(std::string& text) {
  std::string line = text.substr(0, text.find('\n'));
  text.erase(0, std::min(line.size() + 1, text.size()));
  return line;
}

Stored parse_stored(std::string text) {
  Stored stored;
  const std::string start = take_line(text);
  if (start.starts_with("HTTP/")) {
    stored.status = std::stoi(start.substr(9));
  } else {
    stored.method = start.substr(0, start.find(' '));
    const size_t at = start.find(' ') + 1;
    stored.url = *Iri::parse("https://example.com" + start.substr(at, start.rfind(' ') - at));
  }
  for (std::string line = take_line(text); !line.empty(); line = take_line(text)) {
    stored.headers.add(line.substr(0, line.find(':')), line.substr(line.find(':') + 2));
  }
  stored.body = text.substr(0, text.find_last_not_of('\n') + 1);
  return stored;
}

std::optional<std::string> vector_file(const std::string& name) {
  const auto path = shared(kFolder + name);
  if (!path) return std::nullopt;
  return read_file(*path);
}

struct Signed {
  FieldInnerList input;
  std::string signature;
};

Signed the_signature(const Stored& stored) {
  const auto inputs = *parse_field_dictionary(*stored.headers.find("signature-input"));
  const auto signatures = *parse_field_dictionary(*stored.headers.find("signature"));
  const auto& item = std::get<FieldItem>(signatures.front().second);
  return {std::get<FieldInnerList>(inputs.front().second), std::get<FieldBytes>(item.value).data};
}

class AppendixB : public testing::TestWithParam<std::string> {};

TEST_P(AppendixB, TheBaseIsTheSameByteForByte) {
  const auto message = vector_file(GetParam() + "_signed.txt");
  const auto expected = vector_file(GetParam() + "_sigbase.txt");
  if (!message || !expected) return;
  const Stored stored = parse_stored(*message);
  const Signed found = the_signature(stored);
  std::vector<std::string> components;
  for (const auto& item : found.input.items) components.push_back(serialize_field(item));
  const std::string whole = serialize_field(found.input);
  const auto base = signature_base(stored.message(), components, whole.substr(whole.find(')') + 1));
  ASSERT_TRUE(base.ok()) << base.error().what;
  EXPECT_EQ(*base, *expected);
}

INSTANTIATE_TEST_SUITE_P(Rfc9421, AppendixB,
                         testing::Values("b21_request", "b22_request", "b23_request",
                                         "b24_response", "b25_request", "b26_request"));

Claim claim_of(const Stored& stored) {
  Claim claim;
  claim.scheme = Scheme::rfc9421;
  const Signed found = the_signature(stored);
  claim.base = *signature_base(stored.message(), found.input);
  claim.signature = found.signature;
  return claim;
}

TEST(Rfc9421, TheEd25519SignatureOfAppendixBVerifies) {
  const auto message = vector_file("b26_request_signed.txt");
  const auto pem = vector_file("test-key-ed25519.pub");
  const auto secret = vector_file("test-key-ed25519.key");
  if (!message || !pem || !secret) return;
  const auto key = PublicKey::from_pem(*pem);
  ASSERT_TRUE(key.ok());
  Claim claim = claim_of(parse_stored(*message));
  EXPECT_TRUE(verify_claim(claim, *key));
  EXPECT_EQ(*PrivateKey::from_pem(*secret)->sign(claim.base), claim.signature);
  claim.base.back() = '\'';
  EXPECT_FALSE(verify_claim(claim, *key));
}

// The proxy's signature of RFC 9421's drafts, by the RFC's test-key-rsa: the one with
// rsa-v1_5-sha256.
TEST(Rfc9421, TheRsaSignatureOfTheProxyExampleVerifies) {
  const auto pem = vector_file("test-key-rsa.pub");
  if (!pem) return;
  const std::string first =
      "P0wLUszWQjoi54udOtydf9IWTfNhy+r53jGFj9XZuP4uKwxyJo1RSHi+oEF1FuX6O29d+lbxwwBao1BAgadijW+7O/"
      "PyezlTnqAOVPWx9GlyntiCiHzC87qmSQjvu1CFyFuWSjdGa3qLYYlNm7pVaJFalQiKWnUaqfT4LyttaXyoyZW84jS8"
      "gyarxAiWI97mPXU+OVM64+HVBHmnEsS+lTeIsEQo36T3NFf2CujWARPQg53r58RmpZ+J9eKR2CD6IJQvacn5A4Ix5B"
      "UAVGqlyp8JYm+S/CWJi31PNUjRRCusCVRj05NrxABNFv3r5S9IXf2fYJK+eyW4AiGVMvMcOg==";
  const Headers headers{{"X-Forwarded-For", "192.0.2.123"}, {"Signature", "sig1=:" + first + ":"}};
  const Message message{"GET", *Iri::parse("https://example.org/foo"), &headers, ""};
  Claim claim;
  claim.scheme = Scheme::rfc9421;
  claim.algorithm = "rsa-v1_5-sha256";
  claim.base =
      *signature_base(message, {"\"signature\";key=\"sig1\"", "\"x-forwarded-for\""},
                      ";created=1618884480;keyid=\"test-key-rsa\";alg=\"rsa-v1_5-sha256\"");
  claim.signature = *parse_base64(
      "W9otb2eiOoBUuGrM+1skBRPL8e3OIXbgk7eSwiMSOGtjB0IM7ewAZHzgINIammyGwtrvznAhsSF6Y+wuBu3js7CzRG"
      "h0waKFr5V3EVi1ioE8/e4CHjEsErD4WFmZAbNhCqVzrX2EzhvR2+UHOVjczDb5ZopvErPjE6DFVcWRvqAKb2ODEoec"
      "abCyrXbwaIDiSZN49YX475cT6ZpPYXuDBUZZv+JY8EAnWTB++TmsZLxOVx3e1Bt9go+8sEjdo/7lJBWYZYVUTfAr6U"
      "yzU8EgHyGTrXYMk6vo0tAXI6TQpUA/dr2YulOe5BFlemDgSVVvzqsRUJQ4K2a45XeuJm0Wlg==");
  const auto key = PublicKey::from_pem(*pem);
  ASSERT_TRUE(key.ok());
  EXPECT_TRUE(verify_claim(claim, *key));
  claim.algorithm = "ed25519";
  EXPECT_FALSE(verify_claim(claim, *key));
}

TEST(Rfc9421, TheRsaPssSignaturesOfAppendixBAreNotTakenForPkcs1) {
  const auto pem = vector_file("test-key-rsa-pss.pub");
  if (!pem) return;
  const auto key = PublicKey::from_pem(*pem);
  for (const auto* name : {"b21", "b22", "b23"}) {
    const auto message = vector_file(std::string(name) + "_request_signed.txt");
    if (!key || !message) continue;
    EXPECT_FALSE(verify_claim(claim_of(parse_stored(*message)), *key)) << name;
  }
}

TEST(Rfc9421, AlgorithmsThatNobodyHereUsesAreUnknown) {
  for (const std::string alg : {"rsa-pss-sha512", "ecdsa-p256-sha256", "ecdsa-p384-sha384",
                                "hmac-sha256", "rsa-v1_5-sha512", "RSA-V1_5-SHA256"}) {
    auto request = outbound("GET", "https://node.example/");
    Rfc9421 how{{{"\"@method\"", "GET"}, {"\"@target-uri\"", "https://node.example/"}}};
    how.parameters += ";alg=\"" + alg + "\"";
    sign_by_hand(request, how, rsa_key());
    const auto claim = read(request);
    ASSERT_FALSE(claim.ok());
    EXPECT_EQ(claim.error().what, "unknown signature algorithm: " + alg);
  }
}

struct ComponentCase {
  std::string component;
  std::string value;  // empty: refused
};

TEST(Rfc9421, ComponentsHaveTheValuesThatTheRfcGives) {
  const Headers headers{{"Host", "www.Example.com"},
                        {"X-OWS-Header", "   Leading and trailing whitespace.   "},
                        {"Cache-Control", "max-age=60"},
                        {"Cache-Control", "   must-revalidate"},
                        {"Example-Dict", " a=1,    b=2;x=1;y=2,   c=(a   b   c), d"},
                        {"Example-List", "a,  b"},
                        {"X-Two", "value, with, lots"},
                        {"X-Two", "of, commas"},
                        {"X-Bad", "a=\xc3\xa4"},
                        {"X-Line", "a\nb"}};
  const Message message{"POST",
                        *Iri::parse("https://www.Example.com:443/path?param=value&foo=bar"
                                    "&baz=batman&qux=&va=a+b%26c&twice=1&twice=2&fa%C3%A7=~"),
                        &headers, ""};
  const ComponentCase cases[] = {
      {"\"@method\"", "POST"},
      {"\"@authority\"", "www.example.com"},
      {"\"@scheme\"", "https"},
      {"\"@path\"", "/path"},
      {"\"@query-param\";name=\"baz\"", "batman"},
      {"\"@query-param\";name=\"va\"", "a%20b%26c"},
      {"\"@query-param\";name=\"fa%C3%A7\"", "%7E"},
      {"\"@query-param\";name=\"twice\"", ""},
      {"\"@query-param\";name=\"none\"", ""},
      {"\"@query-param\"", ""},
      {"\"@status\"", ""},
      {"\"@unknown\"", ""},
      {"\"@method\";req", ""},
      {"\"@method\";sf", ""},
      {"\"x-ows-header\"", "Leading and trailing whitespace."},
      {"\"cache-control\"", "max-age=60, must-revalidate"},
      {"\"example-dict\"", "a=1,    b=2;x=1;y=2,   c=(a   b   c), d"},
      {"\"example-dict\";sf", "a=1, b=2;x=1;y=2, c=(a b c), d"},
      {"\"example-list\";sf", "a, b"},
      {"\"example-dict\";key=\"a\"", "1"},
      {"\"example-dict\";key=\"b\"", "2;x=1;y=2"},
      {"\"example-dict\";key=\"c\"", "(a b c)"},
      {"\"example-dict\";key=\"d\"", "?1"},
      {"\"example-dict\";key=\"e\"", ""},
      {"\"x-two\";bs", ":dmFsdWUsIHdpdGgsIGxvdHM=:, :b2YsIGNvbW1hcw==:"},
      {"\"x-two\";bs;sf", ""},
      {"\"x-two\";tr", ""},
      {"\"x-bad\";sf", ""},
      {"\"x-line\"", ""},
      {"\"X-Two\"", ""},
      {"\"absent\"", ""},
      {"token", ""},
      {"\"broken", ""},
  };
  for (const auto& c : cases) {
    const auto base = signature_base(message, {c.component}, "");
    EXPECT_EQ(base.ok(), !c.value.empty()) << c.component;
    if (base) {
      EXPECT_EQ(*base,
                c.component + ": " + c.value + "\n\"@signature-params\": (" + c.component + ")");
    }
  }
  EXPECT_FALSE(signature_base(message, {"\"@method\"", "\"@method\""}, "").ok());
}

TEST(Rfc9421, TheUrlOfARequestIsCoveredInItsNormalForm) {
  const auto value = [](const char* url, const std::string& component) {
    const Headers headers;
    const auto base = *signature_base({"GET", *Iri::parse(url), &headers, ""}, {component}, "");
    return base.substr(component.size() + 2, base.find('\n') - component.size() - 2);
  };
  EXPECT_EQ(value("https://Node.Example:443", "\"@target-uri\""), "https://node.example/");
  EXPECT_EQ(value("http://node.example:81/a?b#c", "\"@target-uri\""), "http://node.example:81/a?b");
  EXPECT_EQ(value("https://node.example/a?b=c", "\"@request-target\""), "/a?b=c");
  EXPECT_EQ(value("https://node.example/a?b=c", "\"@query\""), "?b=c");
  EXPECT_EQ(value("https://node.example/a", "\"@query\""), "?");
}

TEST(Rfc9421, AResponseMayCoverItsRequest) {
  const Headers none;
  const Message request{"POST", *Iri::parse("https://node.example/a"), &none, ""};
  const Message response{"", {}, &none, "", 503, &request};
  EXPECT_EQ(*signature_base(response, {"\"@status\"", "\"@method\";req"}, ";created=1"),
            "\"@status\": 503\n\"@method\";req: POST\n"
            "\"@signature-params\": (\"@status\" \"@method\";req);created=1");
  EXPECT_FALSE(signature_base(response, {"\"@method\""}, "").ok());
}

TEST(Rfc9421, WhatIsCoveredIsSerializedAnewHoweverItWasWritten) {
  auto request = outbound("GET", "https://node.example/");
  sign_by_hand(request,
               Rfc9421{{{"\"@method\"", "GET"}, {"\"@target-uri\"", "https://node.example/"}}},
               rsa_key());
  request.headers.set("Signature-Input",
                      "sig=(  \"@method\"   \"@target-uri\" ); created=1795611600"
                      "; keyid=\"" +
                          kKeyId + "\"");
  EXPECT_TRUE(accepted(request, rsa_key().public_key()));
}

TEST(Rfc9421, BrokenHeadersAreRefusedNotMisread) {
  const std::string good_input = "sig=(\"@method\" \"@target-uri\");created=1795611600;keyid=\"k\"";
  const std::pair<std::string, std::string> broken[] = {
      {"", "sig=:YQ==:"},
      {"sig", "sig=:YQ==:"},
      {"sig=1", "sig=:YQ==:"},
      {"sig=(", "sig=:YQ==:"},
      {"sig=()", "sig=:YQ==:"},
      {"sig=(\"@method\" \"@target-uri\");created=1795611600", "sig=:YQ==:"},
      {"sig=(\"@method\" \"@target-uri\");created=1795611600;keyid=1", "sig=:YQ==:"},
      {"sig=(\"@method\" \"@target-uri\");created=\"1795611600\";keyid=\"k\"", "sig=:YQ==:"},
      {"sig=(\"@method\" \"@target-uri\" \"absent\");created=1795611600;keyid=\"k\"", "sig=:YQ==:"},
      {"sig=(\"@method\" \"@target-uri\" \"Host\");created=1795611600;keyid=\"k\"", "sig=:YQ==:"},
      {"sig=(\"@method\" \"@method\" \"@target-uri\");created=1795611600;keyid=\"k\"",
       "sig=:YQ==:"},
      {"sig=(\"@method\" \"@target-uri\" 1);created=1795611600;keyid=\"k\"", "sig=:YQ==:"},
      {good_input, ""},
      {good_input, "sig=YQ"},
      {good_input, "sig=:YQ:"},
      {good_input, "other=:YQ==:"},
      {good_input, "keyId=\"k\",headers=\"(request-target) host date\",signature=\"YQ==\""},
  };
  for (const auto& [input, signature] : broken) {
    auto request = outbound("GET", "https://node.example/");
    request.headers = {
        {"Signature-Input", input}, {"Signature", signature}, {"Host", "node.example"}};
    const auto claim = read(request);
    ASSERT_FALSE(claim.ok()) << input << " " << signature;
    EXPECT_EQ(claim.error().code, Code::unauthenticated);
  }
  auto request = outbound("GET", "https://node.example/");
  request.headers = {{"Signature-Input", good_input}, {"Signature", "sig=:YQ==:"}};
  EXPECT_TRUE(read(request).ok());
}

}  // namespace
}  // namespace hallway
