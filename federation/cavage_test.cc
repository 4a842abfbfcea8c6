// draft-cavage as others really write it. Bases are spelled out here, not computed by our code.
#include <gtest/gtest.h>

#include "federation/body_digest.h"
#include "federation/signature.h"
#include "tests/support/signed_request.h"

namespace hallway {
namespace {

using namespace test;

const std::string kDate = "Wed, 25 Nov 2026 13:00:00 GMT";
const std::string kBody = R"({"type":"Follow"})";

OutboundRequest post_with_headers(std::string_view url = "https://node.example/inbox",
                                  const std::string& host = "node.example") {
  auto request = outbound("POST", url, kBody);
  request.headers = {{"host", host},
                     {"DATE", kDate},
                     {"Digest", digest_field(kBody)},
                     {"Content-Type", "application/activity+json"}};
  return request;
}

Lines usual(const std::string& target = "/inbox", const std::string& host = "node.example") {
  return {{"(request-target)", "post " + target},
          {"host", host},
          {"date", kDate},
          {"digest", digest_field(kBody)}};
}

TEST(Cavage, AlgorithmsAreReadAsTheFieldWritesThem) {
  for (const std::string parameters : {"algorithm=\"rsa-sha256\"", "algorithm=\"hs2019\"", ""}) {
    auto request = post_with_headers();
    sign_by_hand(request, Cavage{usual(), parameters}, rsa_key());
    EXPECT_TRUE(accepted(request, rsa_key().public_key())) << parameters;
  }
  auto request = post_with_headers();
  sign_by_hand(request, Cavage{usual(), "algorithm=\"hs2019\""}, ed25519_key());
  EXPECT_TRUE(accepted(request, ed25519_key().public_key()));
}

// GoToSocial: the key has a document of its own.
TEST(Cavage, AKeyIdNeedsNoFragment) {
  auto request = post_with_headers();
  sign_by_hand(request,
               Cavage{usual(), "algorithm=\"hs2019\"", "https://gts.example/users/x/main-key"},
               rsa_key());
  EXPECT_EQ(read(request)->key_id, "https://gts.example/users/x/main-key");
  EXPECT_TRUE(accepted(request, rsa_key().public_key()));
}

TEST(Cavage, TheHeaderListMayBeInAnyCaseAndOrder) {
  auto request = post_with_headers();
  const std::string base =
      "digest: " + digest_field(kBody) + "\nhost: node.example\ndate: " + kDate +
      "\ncontent-type: application/activity+json\n(request-target): post /inbox";
  request.headers.set("Signature",
                      "keyId=\"k\" , algorithm=\"rsa-sha256\", headers=\"Digest HOST Date "
                      "Content-Type (Request-Target)\" ,signature=\"" +
                          base64(*rsa_key().sign(base)) + "\"");
  EXPECT_TRUE(accepted(request, rsa_key().public_key()));
}

TEST(Cavage, QuotedStringsMayHoldEscapes) {
  auto request = post_with_headers();
  Cavage how{usual(), "algorithm=\"rsa-sha256\",unknown=\"a,\\\"b\\\"=c\""};
  how.key_id = R"(https://x.example/\"q\"\\z)";
  sign_by_hand(request, how, rsa_key());
  EXPECT_EQ(read(request)->key_id, R"(https://x.example/"q"\z)");
  EXPECT_TRUE(accepted(request, rsa_key().public_key()));
}

TEST(Cavage, TheQueryMayBeSignedOrNot) {
  for (const std::string target : {"/inbox?a=b", "/inbox"}) {
    auto request = post_with_headers("https://node.example/inbox?a=b");
    sign_by_hand(request, Cavage{usual(target)}, rsa_key());
    EXPECT_TRUE(accepted(request, rsa_key().public_key())) << target;
  }
  auto request = post_with_headers("https://node.example/inbox?a=b");
  sign_by_hand(request, Cavage{usual("/inbox?a=c")}, rsa_key());
  EXPECT_FALSE(accepted(request, rsa_key().public_key()));
}

TEST(Cavage, ThePortOfTheHostMayBeSignedOrNot) {
  struct Case {
    std::string sent, lines_host, own;
    bool good;
  };
  const Case cases[] = {
      {"node.example:8080", "node.example:8080", "node.example:8080", true},
      {"node.example:8080", "node.example", "node.example:8080", true},  // WordPress
      {"node.example", "node.example", "node.example:8080", true},
      {"NODE.example:8080", "NODE.example:8080", "node.example:8080", true},
      {"node.example:8080", "node.example:8081", "node.example:8080", false},
      {"node.example:8081", "node.example:8081", "node.example:8080", false},
      {"node.example:8080", "node.example:8080", "node.example", false},
      {"[::1]:8080", "[::1]:8080", "[::1]:8080", true},
      {"[::1]:8080", "[::1]", "[::1]:8080", true},
      {"other.example", "other.example", "node.example:8080", false},
  };
  for (const auto& c : cases) {
    auto request = post_with_headers("http://" + c.own + "/inbox?a=b", c.sent);
    sign_by_hand(request, Cavage{usual("/inbox", c.lines_host)}, rsa_key());
    EXPECT_EQ(accepted(request, rsa_key().public_key(), c.own), c.good)
        << c.sent << " " << c.lines_host << " " << c.own;
  }
  auto request = post_with_headers("https://node.example/inbox", "node.example:443");
  sign_by_hand(request, Cavage{usual("/inbox", "node.example:443")}, rsa_key());
  EXPECT_TRUE(accepted(request, rsa_key().public_key()));
}

// snac2 signs the digest of nothing.
TEST(Cavage, AGetMayCarryTheDigestOfNothing) {
  auto request = outbound("GET", "https://node.example/users/bob");
  request.headers = {{"Host", "node.example"}, {"Date", kDate}, {"Digest", digest_field("")}};
  sign_by_hand(request,
               Cavage{{{"(request-target)", "get /users/bob"},
                       {"host", "node.example"},
                       {"digest", digest_field("")},
                       {"date", kDate}}},
               rsa_key());
  EXPECT_TRUE(accepted(request, rsa_key().public_key()));
}

TEST(Cavage, ManyLinesOfOneHeaderAreSignedAsOne) {
  auto request = post_with_headers();
  request.headers.add("X-Many", "  a ");
  request.headers.add("x-many", "b");
  request.headers.add("X-Empty", "");
  auto lines = usual();
  lines.emplace_back("x-many", "a, b");
  lines.emplace_back("x-empty", "");
  sign_by_hand(request, Cavage{lines}, rsa_key());
  EXPECT_TRUE(accepted(request, rsa_key().public_key()));
}

TEST(Cavage, CreatedCountsWhereDateIsNotSigned) {
  auto request = post_with_headers();
  auto lines = usual();
  lines[2] = {"(created)", "1795611000"};
  lines.emplace_back("(expires)", "1795611900");
  sign_by_hand(request, Cavage{lines, "algorithm=\"hs2019\",created=1795611000,expires=1795611900"},
               rsa_key());
  ASSERT_TRUE(read(request).ok()) << read(request).error().what;
  EXPECT_EQ(read(request)->signed_at, Time{1795611000'000});
  EXPECT_TRUE(accepted(request, rsa_key().public_key()));
}

TEST(Cavage, BrokenHeadersAreRefusedNotMisread) {
  const std::string broken[] = {
      "",
      "keyId",
      "keyId=",
      "keyId=\"",
      "keyId=\"a\\",
      "=",
      ",",
      "keyId=\"a\" signature=\"b\"",
      "keyId=\"a\",headers=\"(request-target) host date digest\"",
      "headers=\"(request-target) host date digest\",signature=\"YQ==\"",
      "keyId=\"\",headers=\"(request-target) host date digest\",signature=\"YQ==\"",
      "keyId=\"a\",headers=\"(request-target) host date digest\",signature=\"not base64\"",
      "keyId=\"a\",signature=\"YQ==\"",
      "keyId=\"a\",headers=\"\",signature=\"YQ==\"",
      "keyId=\"a\",headers=\"(request-target) host date digest absent\",signature=\"YQ==\"",
      "keyId=\"a\",headers=\"(request-target) host date digest date\",signature=\"YQ==\"",
      "keyId=\"a\",keyId=\"b\",headers=\"(request-target) host date digest\",signature=\"YQ==\"",
      "keyId=\"" + std::string(5000, 'a') +
          "\",headers=\"(request-target) host date digest\",signature=\"YQ==\"",
      "keyId=\"a\",headers=\"" + std::string(100'000, ' ') + "\",signature=\"YQ==\"",
  };
  for (const auto& text : broken) {
    auto request = post_with_headers();
    request.headers.set("Signature", text);
    const auto claim = read(request);
    ASSERT_FALSE(claim.ok()) << text.substr(0, 200);
    EXPECT_EQ(claim.error().code, Code::unauthenticated);
    EXPECT_FALSE(claim.error().what.empty());
  }
  std::string many = "(request-target) host date digest";
  for (int i = 0; i < 20'000; ++i) many += " h" + std::to_string(i);
  auto request = post_with_headers();
  request.headers.set("Signature", "keyId=\"a\",headers=\"" + many + "\",signature=\"YQ==\"");
  EXPECT_FALSE(read(request).ok());
}

}  // namespace
}  // namespace hallway
