// Attacks 6 to 8 of the catalogue that FEDERATION.md names: a signature that does not bind the
// body, the request or its receiver.
#include <gtest/gtest.h>

#include <functional>

#include "federation/body_digest.h"
#include "federation/signature.h"
#include "tests/support/signed_request.h"

namespace hallway {
namespace {

using namespace test;

const std::string kFollow = R"({"type":"Follow"})";
const std::string kToday = to_http_date(kNow);

std::string sha512_of(const std::string& text) { return base64(sha512(text)); }
std::string sha256_of(const std::string& text) { return base64(as_bytes_view(sha256(text))); }

// A cavage POST whose Digest header and coverage are as told; everything else is in order.
OutboundRequest cavage_post(const std::optional<std::string>& digest, bool covered) {
  auto request = outbound("POST", "https://node.example/inbox", kFollow);
  request.headers = {{"Host", "node.example"}, {"Date", kToday}};
  if (digest) request.headers.add("Digest", *digest);
  Cavage how{{{"(request-target)", "post /inbox"}, {"host", "node.example"}, {"date", kToday}}};
  if (covered) how.lines.emplace_back("digest", digest.value_or(""));
  sign_by_hand(request, how, rsa_key());
  return request;
}

OutboundRequest rfc9421_post(const std::optional<std::string>& digest, bool covered) {
  auto request = outbound("POST", "https://node.example/inbox", kFollow);
  if (digest) request.headers.add("Content-Digest", *digest);
  Rfc9421 how{{{"\"@method\"", "POST"}, {"\"@target-uri\"", "https://node.example/inbox"}}};
  if (covered) how.lines.emplace_back("\"content-digest\"", digest.value_or(""));
  sign_by_hand(request, how, rsa_key());
  return request;
}

struct DigestCase {
  std::optional<std::string> value;
  bool covered;
  bool good;
};

TEST(Attack06, ADigestThatDoesNotBindTheBodyIsRefused) {
  const std::string right = sha256_of(kFollow);
  const std::string wrong = sha256_of("other");
  const DigestCase cases[] = {
      {"SHA-256=" + right, true, true},
      {"sha-256=" + right, true, true},
      {"SHA-256=" + right, false, false},
      {std::nullopt, false, false},
      {std::nullopt, true, false},
      {"", true, false},
      {right, true, false},
      {"SHA-256=" + wrong, true, false},
      {"SHA-256=not base64", true, false},
      {"SHA-256=" + right.substr(0, 43), true, false},
      {"SHA-256=" + base64("short"), true, false},
      {"SHA-256=", true, false},
      {"MD5=" + base64(std::string(16, 'x')), true, false},
      {"MD5=AAAA,SHA-256=" + right, true, true},
      {"SHA-512=" + sha512_of(kFollow), true, false},
      {"SHA-512=" + sha512_of(kFollow) + ",SHA-256=" + right, true, true},
      {"SHA-256=" + right + ", SHA-512=" + sha512_of(kFollow), true, true},
      {"SHA-512=" + sha512_of("other") + ",SHA-256=" + right, true, false},
      {"SHA-512=" + sha512_of(kFollow) + ",SHA-256=" + wrong, true, false},
      {"SHA-256=" + right + ",SHA-256=" + wrong, true, false},
      {"SHA-256=" + wrong + ",SHA-256=" + right, true, false},
  };
  for (const auto& c : cases) {
    const auto request = cavage_post(c.value, c.covered);
    EXPECT_EQ(accepted(request, rsa_key().public_key()), c.good) << c.value.value_or("(absent)");
  }
}

TEST(Attack06, AContentDigestThatDoesNotBindTheBodyIsRefused) {
  const std::string right = "sha-256=:" + sha256_of(kFollow) + ":";
  const std::string long_right = "sha-512=:" + sha512_of(kFollow) + ":";
  const DigestCase cases[] = {
      {right, true, true},
      {right, false, false},
      {std::nullopt, false, false},
      {std::nullopt, true, false},
      {"", true, false},
      {long_right, true, true},
      {right + ", " + long_right, true, true},
      {right + ", sha-512=:" + sha512_of("other") + ":", true, false},
      {"sha-256=:" + sha256_of("other") + ":, " + long_right, true, false},
      {"sha-256=" + sha256_of(kFollow), true, false},
      {"sha-256=\"" + sha256_of(kFollow) + "\"", true, false},
      {"sha-256=(:" + sha256_of(kFollow) + ":)", true, false},
      {"sha-256=:AAAA:", true, false},
      {"sha-256=:not base64:", true, false},
      {"SHA-256=:" + sha256_of(kFollow) + ":", true, false},
      {"md5=:AAAAAAAAAAAAAAAAAAAAAA==:", true, false},
      {right + ",", true, false},
  };
  for (const auto& c : cases) {
    const auto request = rfc9421_post(c.value, c.covered);
    EXPECT_EQ(accepted(request, rsa_key().public_key()), c.good) << c.value.value_or("(absent)");
  }
}

TEST(Attack06, OnlyTheDigestHeaderThatIsSignedCounts) {
  auto request = cavage_post("SHA-256=" + sha256_of(kFollow), true);
  request.headers.add("Digest", "SHA-256=" + sha256_of("evil"));
  request.body = "evil";
  EXPECT_FALSE(accepted(request, rsa_key().public_key()));
  auto other = cavage_post("SHA-256=" + sha256_of(kFollow), true);
  other.headers.add("Content-Digest", "sha-256=:" + sha256_of("evil") + ":");
  other.body = "evil";
  EXPECT_FALSE(accepted(other, rsa_key().public_key()));
}

using RequestChange = std::function<void(OutboundRequest&)>;

TEST(Attack07, ATamperedRequestIsRefused) {
  const std::pair<const char*, RequestChange> changes[] = {
      {"body", [](auto& r) { r.body += " "; }},
      {"no body", [](auto& r) { r.body.clear(); }},
      {"body and digest",
       [](auto& r) {
         r.body = "{}";
         if (r.headers.find("digest")) r.headers.set("Digest", digest_field("{}"));
         if (r.headers.find("content-digest")) {
           r.headers.set("Content-Digest", content_digest_field("{}"));
         }
       }},
      {"method", [](auto& r) { r.method = "PUT"; }},
      {"path", [](auto& r) { r.url = *Iri::parse("https://node.example/inboX?a=b"); }},
      {"query", [](auto& r) { r.url = *Iri::parse("https://node.example/inbox?a=c"); }},
      {"longer query", [](auto& r) { r.url = *Iri::parse("https://node.example/inbox?a=b&c=d"); }},
      {"no query", [](auto& r) { r.url = *Iri::parse("https://node.example/inbox"); }},
      {"date", [](auto& r) { r.headers.set("Date", to_http_date(kNow + seconds(1))); }},
      {"two dates", [](auto& r) { r.headers.add("Date", to_http_date(kNow)); }},
      {"two hosts", [](auto& r) { r.headers.add("Host", "node.example"); }},
      {"no date", [](auto& r) { r.headers.erase("Date"); }},
  };
  for (const Signing how : kAllWays) {
    for (const auto& [name, change] : changes) {
      auto request = signed_post(how, "https://node.example/inbox?a=b", kFollow);
      ASSERT_TRUE(accepted(request, key_for(how).public_key()));
      change(request);
      EXPECT_FALSE(accepted(request, key_for(how).public_key())) << name;
    }
  }
}

struct CoverageCase {
  Lines lines;
  bool good;
};

TEST(Attack08, ACavageSignatureMustCoverWhatIsAsked) {
  const std::pair<std::string, std::string> target{"(request-target)", "get /a"};
  const std::pair<std::string, std::string> host{"host", "node.example"};
  const std::pair<std::string, std::string> date{"date", kToday};
  const CoverageCase cases[] = {
      {{target, host, date}, true},
      {{date, target, host}, true},
      {{host, date}, false},
      {{target, date}, false},
      {{target, host}, false},
      {{date}, false},
      {{target, host, date, {"accept", "x"}}, true},
      {{target, host, date, date}, false},
  };
  for (const auto& c : cases) {
    auto request = outbound("GET", "https://node.example/a");
    request.headers = {{"Host", "node.example"}, {"Date", kToday}, {"Accept", "x"}};
    sign_by_hand(request, Cavage{c.lines}, rsa_key());
    EXPECT_EQ(accepted(request, rsa_key().public_key()), c.good) << joined(c.lines);
  }
}

TEST(Attack08, AnRfc9421SignatureMustCoverWhatIsAsked) {
  const std::pair<std::string, std::string> method{"\"@method\"", "GET"};
  const std::pair<std::string, std::string> target{"\"@target-uri\"", "https://node.example/a"};
  const std::pair<std::string, std::string> authority{"\"@authority\"", "node.example"};
  const std::pair<std::string, std::string> path{"\"@path\"", "/a"};
  const CoverageCase cases[] = {
      {{method, target}, true},
      {{target, method}, true},
      {{method, authority, path}, true},
      {{target}, false},
      {{method}, false},
      {{method, path}, false},
      {{method, authority}, false},
      {{}, false},
      {{{"\"@method\";req", "GET"}, target}, false},
      {{method, {"\"@target-uri\";req", "https://node.example/a"}}, false},
      {{method, {"\"host\"", "node.example"}, path}, false},
      {{method, target, target}, false},
  };
  for (const auto& c : cases) {
    auto request = outbound("GET", "https://node.example/a");
    request.headers = {{"Host", "node.example"}};
    sign_by_hand(request, Rfc9421{c.lines}, rsa_key());
    EXPECT_EQ(accepted(request, rsa_key().public_key()), c.good) << joined(c.lines);
  }
}

// A request to one server, sent on to another as it is.
TEST(Attack08, ARequestSignedForAnotherServerIsRefused) {
  for (const Signing how : kAllWays) {
    auto request = signed_post(how, "https://victim.example/inbox", kFollow);
    ASSERT_TRUE(accepted(request, key_for(how).public_key(), "victim.example"));
    EXPECT_FALSE(read(request, "node.example").ok());
    request.url = *Iri::parse("https://node.example/inbox");
    EXPECT_FALSE(accepted(request, key_for(how).public_key()));
    request.headers.set("Host", "node.example");
    EXPECT_FALSE(accepted(request, key_for(how).public_key()));
    request.headers.set("Host", "victim.example");
    request.headers.add("Host", "node.example");
    EXPECT_FALSE(accepted(request, key_for(how).public_key()));
  }
}

}  // namespace
}  // namespace hallway
