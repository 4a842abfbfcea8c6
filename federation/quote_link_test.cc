#include "federation/quote_link.h"

#include <gmock/gmock.h>

#include "federation/note.h"
#include "tests/support/store.h"

namespace hallway::test {
namespace {

const std::string kQuoted = "https://there.example/notes/7";
const std::string kConsent = "https://there.example/consents/1";

Post read(Json object) {
  object["type"] = "Note";
  Post post;
  read_quote(object, "https://r.example/followers", post);
  return post;
}

TEST(QuoteLink, IsReadInEveryFormInWhichItIsSent) {
  const std::string relation = "https://misskey-hub.net/ns#_misskey_quote";
  const Json forms[] = {
      {{"quote", kQuoted}},
      {{"quote", {{"id", kQuoted}, {"type", "Note"}}}},
      {{"quoteUri", kQuoted}},
      {{"quoteUrl", kQuoted}},
      {{"_misskey_quote", kQuoted}},
      {{"tag", {{{"type", "Link"}, {"href", kQuoted}, {"rel", relation}}}}},
      {{"tag", {{"type", "Link"}, {"href", kQuoted}, {"rel", {"x", relation}}}}},
  };
  for (const auto& form : forms) EXPECT_EQ(read(form).quote.text(), kQuoted) << form;
  const Json none[] = {
      Json::object(),
      {{"quote", 7}},
      {{"quote", "javascript:x"}},
      {{"quoteUri", nullptr}},
      {{"tag", {{{"type", "Link"}, {"href", kQuoted}}}}},
      {{"tag", {{{"type", "Mention"}, {"href", kQuoted}, {"rel", "mention"}}}}},
  };
  for (const auto& form : none) EXPECT_TRUE(read(form).quote.empty()) << form;
}

TEST(QuoteLink, AConsentIsOfTheOriginOfWhatIsQuoted) {
  const auto with = [](const Json& consent) {
    return read({{"quote", kQuoted}, {"quoteAuthorization", consent}}).quote_consent.text();
  };
  EXPECT_EQ(with(kConsent), kConsent);
  EXPECT_EQ(with({{"id", kConsent}}), kConsent);
  for (const Json& wrong : {Json("https://r.example/consents/1"), Json(7), Json(),
                            Json("http://there.example/consents/1")}) {
    EXPECT_EQ(with(wrong), "") << wrong;
  }
  EXPECT_TRUE(read({{"quoteAuthorization", kConsent}}).quote_consent.empty()) << "of no quote";
}

TEST(QuoteLink, WhoMayQuoteIsReadFromEitherVocabulary) {
  const std::string everybody(kPublic), followers = "https://r.example/followers";
  const struct {
    Json can_quote;
    QuotePolicy policy;
  } kCases[] = {
      {nullptr, QuotePolicy::unsaid},
      {"x", QuotePolicy::unsaid},
      {Json::object(), QuotePolicy::nobody},
      {{{"automaticApproval", everybody}}, QuotePolicy::anybody},
      {{{"automaticApproval", {"as:Public"}}}, QuotePolicy::anybody},
      {{{"manualApproval", {everybody}}}, QuotePolicy::anybody},
      {{{"always", {everybody}}, {"approvalRequired", Json::array()}}, QuotePolicy::anybody},
      {{{"automaticApproval", {followers}}}, QuotePolicy::followers},
      {{{"automaticApproval", {"https://r.example/users/me"}}}, QuotePolicy::nobody},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(read({{"interactionPolicy", {{"canQuote", c.can_quote}}}}).quote_policy, c.policy)
        << c.can_quote;
  }
}

TEST(QuoteLink, WhatWeWriteWeRead) {
  Actor author;
  author.iri = iri("https://r.example/users/me");
  author.followers = iri("https://r.example/followers");
  for (const auto policy : {QuotePolicy::anybody, QuotePolicy::followers, QuotePolicy::nobody}) {
    Post post;
    post.quote = iri(kQuoted);
    post.quote_consent = iri(kConsent);
    post.quote_policy = policy;
    Json object = Json::object();
    add_quote(object, post, author);
    const auto again = read(object);
    EXPECT_EQ(again.quote, post.quote);
    EXPECT_EQ(again.quote_consent, post.quote_consent);
    EXPECT_EQ(again.quote_policy, policy);
    post.visibility = Visibility::followers;
    add_quote(object, post, author);
    EXPECT_EQ(read(object).quote_policy, QuotePolicy::nobody) << "written for few";
  }
}

TEST(QuoteLink, Attack38AConsentSaysByWhomForWhatAndOfWhat) {
  const auto author = iri("https://there.example/users/author");
  const auto quoting = iri("https://r.example/notes/1");
  const auto good = consent_json(iri(kConsent), author, quoting, iri(kQuoted));
  EXPECT_TRUE(consents(good, author, quoting, iri(kQuoted)));
  const Json kWrong[] = {
      {{"type", "Note"}},
      {{"type", nullptr}},
      {{"id", "https://r.example/consents/1"}},
      {{"id", nullptr}},
      {{"attributedTo", "https://there.example/users/other"}},
      {{"attributedTo", nullptr}},
      {{"interactingObject", "https://r.example/notes/2"}},
      {{"interactingObject", nullptr}},
      {{"interactionTarget", "https://there.example/notes/8"}},
      {{"interactionTarget", nullptr}},
  };
  for (const auto& wrong : kWrong) {
    auto document = good;
    document.update(wrong);
    EXPECT_FALSE(consents(document, author, quoting, iri(kQuoted))) << wrong;
  }
}

}  // namespace
}  // namespace hallway::test
