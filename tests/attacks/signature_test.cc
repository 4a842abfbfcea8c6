// Attacks 6-8 and 10: what a signature covers, and how it was made. The tables of all variants are
// federation/signature_attacks_test.cc; here they go over the wire, to a node that would act on
// them.

#include "tests/attacks/signature_attack.h"

namespace hallway::test {
namespace {

using testing::IsEmpty;

std::string sha512_of(const std::string& text) { return base64(sha512(text)); }
std::string sha256_of(const std::string& text) { return base64(as_bytes_view(sha256(text))); }

using Attack06 = SignatureAttack;
using Attack07 = SignatureAttack;
using Attack08 = SignatureAttack;
using Attack10 = SignatureAttack;

// --- 6: the digest

struct DigestCase {
  std::optional<std::string> field;
  bool covered;
  int status;  // 400 where it is no digest at all, 401 where it is not that of the body
};

TEST_F(Attack06, ADigestThatDoesNotBindTheBodyIsRefused) {
  const auto right = sha256_of(body_);
  const DigestCase cases[] = {
      {std::nullopt, false, 401},
      {"SHA-256=" + right, false, 401},
      {"SHA-256=" + sha256_of("other"), true, 401},
      {"SHA-256=not base64", true, 400},
      {"SHA-256=" + base64("short"), true, 400},
      {"SHA-256=", true, 400},
      {"SHA-256", true, 400},
      {"MD5=" + base64(std::string(16, 'x')), true, 401},
      {"SHA-512=" + sha512_of(body_), true, 401},
      {"SHA-256=" + right + ",SHA-256=" + sha256_of("other"), true, 401},
      {right, true, 401},
      {"", true, 401},
  };
  for (const auto& [digest, covered, status] : cases) {
    SCOPED_TRACE(digest.value_or("(absent)") + (covered ? "" : ", not signed"));
    auto attack = request();
    if (digest) attack.headers.add("Digest", *digest);
    Cavage how{{target(), host(), {"date", date_}}, "", mallory_.sign.key_id};
    if (covered) how.lines.emplace_back("digest", digest.value_or(""));
    sign_by_hand(attack, how, mallory_.sign.key);
    refused(attack, status, "igest");
  }
}

TEST_F(Attack06, AContentDigestThatDoesNotBindTheBodyIsRefused) {
  const auto right = "sha-256=:" + sha256_of(body_) + ":";
  const DigestCase cases[] = {
      {std::nullopt, false, 401},
      {right, false, 401},
      {"sha-256=:" + sha256_of("other") + ":", true, 401},
      {right + ", sha-512=:" + sha512_of("other") + ":", true, 401},
      {"sha-256=" + sha256_of(body_), true, 400},
      {"sha-256=:not base64:", true, 400},
      {"sha-256=:YQ==:", true, 400},
      {"md5=:AAAAAAAAAAAAAAAAAAAAAA==:", true, 401},
      {right + ",", true, 400},
      {"", true, 401},
  };
  for (const auto& [digest, covered, status] : cases) {
    SCOPED_TRACE(digest.value_or("(absent)") + (covered ? "" : ", not signed"));
    auto attack = request();
    if (digest) attack.headers.add("Content-Digest", *digest);
    auto lines = all_of_rfc9421();
    lines.pop_back();
    if (covered) lines.emplace_back("\"content-digest\"", digest.value_or(""));
    sign_by_hand(attack, Rfc9421{lines, parameters(created())}, mallory_.sign.key);
    refused(attack, status, "igest");
  }
}

TEST_F(Attack06, AnUnsignedDigestSaysNothingBesideTheSignedOne) {
  const std::string evil = dump_json(activity_by(mallory_, "Follow", victim_.bob()));
  auto first = cavage({{"date", date_}});
  first.headers.add("Digest", digest_field(evil));
  first.headers.add("Content-Digest", content_digest_field(evil));
  first.body = evil;
  refused(first, 401, "reason=");
  auto second = rfc9421(all_of_rfc9421(), created());
  second.headers.add("Digest", digest_field(evil));
  second.body = evil;
  refused(second, 401, "digest");
}

// --- 7: tampering on the way

using Change = std::function<void(OutboundRequest&)>;

TEST_F(Attack07, ATamperedRequestIsRefused) {
  const auto evil = dump_json(activity_by(mallory_, "Follow", victim_.bob()));
  const auto move_to = [&](const char* path) {
    return [this, path](OutboundRequest& r) { r.url = iri(victim_.at(path)); };
  };
  const std::pair<const char*, Change> changes[] = {
      {"body", [&](auto& r) { r.body = evil; }},
      {"a space more", [](auto& r) { r.body += " "; }},
      {"body and digest",
       [&](auto& r) {
         r.body = evil;
         if (r.headers.find("digest")) r.headers.set("Digest", digest_field(evil));
         if (r.headers.find("content-digest")) {
           r.headers.set("Content-Digest", content_digest_field(evil));
         }
       }},
      {"no body", [](auto& r) { r.body.clear(); }},
      {"inbox of somebody", move_to("/users/bob/inbox?a=b")},
      {"query", move_to("/inbox?a=c")},
      {"longer query", move_to("/inbox?a=b&c=d")},
      {"no query", move_to("/inbox")},
      {"escaped path", move_to("/inb%6fx?a=b")},
      {"trailing slash", move_to("/inbox/?a=b")},
      {"date", [&](auto& r) { r.headers.set("Date", to_http_date(now_ - seconds(1))); }},
      {"a second date", [&](auto& r) { r.headers.add("Date", date_); }},
      {"no date", [](auto& r) { r.headers.erase("Date"); }},
  };
  for (const auto how : {Signing::cavage_rsa, Signing::rfc9421_rsa}) {
    for (const auto& [name, change] : changes) {
      SCOPED_TRACE(std::string(name) + (how == Signing::cavage_rsa ? ", draft" : ", RFC"));
      auto attack = request("/inbox?a=b");
      const auto& [key_id, key, ignored] = mallory_.sign;
      ASSERT_TRUE(sign_request(attack, how, key_id, key, now_).ok());
      change(attack);
      refused(attack, 401, "reason=");
    }
  }
}

TEST_F(Attack07, AnotherMethodIsNoPost) {
  for (const auto* method : {"PUT", "PATCH", "DELETE", "GET", "BREW"}) {
    SCOPED_TRACE(method);
    const auto before = victim_.stored();
    auto attack = cavage({{"date", date_}});
    attack.method = method;
    const int status = victim_.send(attack).status;
    EXPECT_GE(status, 400);
    EXPECT_LT(status, 500);
    EXPECT_THAT(victim_.changes(before), IsEmpty());
  }
}

// Some sign without the query, which therefore may be anything: it must not mean anything.
TEST_F(Attack07, AnUnsignedQueryChangesNothing) {
  auto attack = cavage({{"date", date_}});
  attack.url = iri(victim_.at("/inbox?id=2&actor=" + percent_encode(victim_.alice())));
  taken(attack);
  attack.url = iri(victim_.at("/inbox?id=3"));
  ignored(attack, "outcome=seen_before");
}

TEST_F(Attack07, ACompressedBodyIsSignedAsItReads) {
  auto attack = cavage({{"date", date_}});
  attack.headers.add("Content-Encoding", "gzip");
  const auto before = victim_.stored();
  EXPECT_EQ(victim_.send(attack).status, 400) << "it is no gzip";
  attack.headers.set("Content-Encoding", "br, gzip");
  EXPECT_EQ(victim_.send(attack).status, 415);
  EXPECT_THAT(victim_.changes(before), IsEmpty());
}

// --- 8: what must be covered; requests for other servers

TEST_F(Attack08, ASignatureMustCoverWhatIsAsked) {
  const std::pair<std::string, std::string> date{"date", date_},
      digest{"digest", digest_field(body_)};
  for (const Lines& lines :
       {Lines{host(), date, digest}, Lines{target(), date, digest}, Lines{target(), host(), digest},
        Lines{date}, Lines{digest}, Lines{target(), host(), date, date, digest}}) {
    SCOPED_TRACE(joined(lines));
    auto attack = request();
    attack.headers.add("Digest", digest.second);
    sign_by_hand(attack, Cavage{lines, "", mallory_.sign.key_id}, mallory_.sign.key);
    refused(attack, 401, "reason=");
  }
  const auto all = all_of_rfc9421();
  const std::pair<std::string, std::string> authority{"\"@authority\"", victim_.domain()},
      path{"\"@path\"", "/inbox"}, plain_host{"\"host\"", victim_.domain()};
  for (const Lines& lines :
       {Lines{all[1], all[2]}, Lines{all[0], all[2]}, Lines{all[0], path, all[2]},
        Lines{all[0], authority, all[2]}, Lines{all[0], plain_host, path, all[2]},
        Lines{{"\"@method\";req", "POST"}, all[1], all[2]}, Lines{}}) {
    SCOPED_TRACE(joined(lines));
    refused(rfc9421(lines, created()), 401, "signed");
  }
}

TEST_F(Attack08, WhatWasSignedForAnotherServerIsNotForThisOne) {
  for (const auto how : {Signing::cavage_rsa, Signing::rfc9421_rsa}) {
    OutboundRequest elsewhere{
        .method = "POST", .url = iri("http://other.test/inbox"), .body = body_};
    const auto& [key_id, key, ignored] = mallory_.sign;
    ASSERT_TRUE(sign_request(elsewhere, how, key_id, key, now_).ok());
    refused(elsewhere, 401, "reason=");
    auto renamed = elsewhere;
    renamed.headers.set("Host", victim_.domain());
    refused(renamed, 401, "reason=");
    renamed.headers.set("Host", "other.test");
    renamed.headers.add("X-Forwarded-Host", victim_.domain());
    refused(renamed, 401, "reason=");
    renamed.headers.set("Host", victim_.domain());
    renamed.headers.set("X-Forwarded-Host", "other.test");
    refused(renamed, 401, "reason=");
  }
}

// What this node itself once signed, for whomever, comes back to it.
TEST_F(Attack08, OurOwnSignatureDoesNotOpenOurDoor) {
  EXPECT_TRUE(victim_.search(evil_.at("/bait")).at("accounts").empty());
  const auto seen = evil_.seen();
  ASSERT_FALSE(seen.empty());
  const auto& bait = seen.back();
  ASSERT_TRUE(bait.headers.find("Signature").has_value());
  auto attack = request();
  for (const auto* name : {"Signature", "Signature-Input", "Date", "Host"}) {
    if (const auto value = bait.headers.find(name)) attack.headers.set(name, std::string(*value));
  }
  refused(attack, 401, "reason=");
  attack.headers.set("Host", victim_.domain());
  refused(attack, 401, "reason=");
  evil_.forget();
}

// --- 10: algorithms, and more than one signature

TEST_F(Attack10, AnAlgorithmThatIsNotTheKeysIsRefused) {
  for (const auto* algorithm : {"rsa-sha1", "rsa-sha512", "hmac-sha256", "none", "ed25519"}) {
    SCOPED_TRACE(algorithm);
    const auto claim = std::string("algorithm=\"") + algorithm + "\"";
    refused(cavage({{"date", date_}}, claim), 401, "algorithm");
  }
  for (const auto* algorithm : {"hs2019", "rsa-sha256", "hmac-sha256", "ecdsa-p256-sha256", ""}) {
    SCOPED_TRACE(algorithm);
    if (*algorithm == '\0') continue;
    refused(rfc9421(all_of_rfc9421(), created() + ";alg=\"" + algorithm + "\""), 401, "algorithm");
  }
  refused(rfc9421(all_of_rfc9421(), created() + ";alg=\"ed25519\""), 401, "does not verify");
  const auto now = seconds_from_now(0);
  refused(cavage({{"(created)", now}}, "algorithm=\"rsa-sha256\",created=" + now), 401,
          "rsa-sha256");
}

TEST_F(Attack10, OfTwoSignaturesNoneCounts) {
  const auto draft = cavage({{"date", date_}});
  const std::string header(*draft.headers.find("Signature"));
  auto two_lines = draft;
  two_lines.headers.add("Signature", header);
  refused(two_lines, 401, "two Signature headers");
  auto one_line = draft;
  one_line.headers.set("Signature", header + "," + header);
  refused(one_line, 401, "twice");

  const auto rfc = rfc9421(all_of_rfc9421(), created());
  auto two_inputs = rfc;
  two_inputs.headers.set("Signature-Input",
                         std::string(*rfc.headers.find("Signature-Input")) + ", other=()");
  refused(two_inputs, 401, "one signature");
  auto two_values = rfc;
  two_values.headers.set("Signature",
                         std::string(*rfc.headers.find("Signature")) + ", other=:YQ==:");
  refused(two_values, 401, "several signatures");
}

TEST_F(Attack10, ABrokenRfcSignatureDoesNotFallBackToTheDraft) {
  auto both = cavage({{"date", date_}});
  both.headers.add("Signature-Input", "sig1=(\"@method\");created=" + seconds_from_now(0) +
                                          ";keyid=\"" + mallory_.sign.key_id + "\"");
  refused(both, 401, "not signed");
  // And the other way round: a good one of the RFC is not spoiled by a draft of somebody else.
  auto good = rfc9421(all_of_rfc9421(), created());
  good.headers.add("Signature", "keyId=\"" + good_.at("/users/carol") + "\",signature=\"YQ==\"");
  taken(good);
  EXPECT_EQ(good_.asked(), 0U);
}

}  // namespace
}  // namespace hallway::test
