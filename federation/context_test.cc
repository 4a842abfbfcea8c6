#include "federation/context.h"

#include <gmock/gmock.h>

#include "federation/actor.h"
#include "federation/note.h"
#include "federation/quote_link.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using ::testing::UnorderedElementsAre;

constexpr const char* kStreams = "https://www.w3.org/ns/activitystreams";

std::vector<std::string> terms_of(const Json& context) {
  std::vector<std::string> out;
  if (!context.back().is_object()) return out;
  for (const auto& [term, meaning] : context.back().items()) out.push_back(term);
  return out;
}

TEST(Context, WhereNothingIsAddedActivityStreamsSayAll) {
  const Json like{{"type", "Like"}, {"object", "https://a.example/1"}, {"to", Json::array()}};
  EXPECT_EQ(context_for(like), Json::array({kStreams}));
}

TEST(Context, ATermIsExplainedWhereverItStands) {
  const Json documents[] = {
      {{"sensitive", false}},
      {{"object", {{"sensitive", true}}}},
      {{"orderedItems", {{{"object", {{"sensitive", true}}}}}}},
  };
  for (const auto& document : documents) {
    EXPECT_EQ(context_for(document), Json::array({kStreams, {{"sensitive", "as:sensitive"}}}));
  }
}

TEST(Context, ATypeIsATermToo) {
  const Json documents[] = {
      {{"tag", {{{"type", "Hashtag"}, {"name", "#x"}}}}},
      {{"tag", {{{"type", {"Object", "Hashtag"}}, {"name", "#x"}}}}},
  };
  for (const auto& document : documents) {
    EXPECT_EQ(context_for(document), Json::array({kStreams, {{"Hashtag", "as:Hashtag"}}}));
  }
}

TEST(Context, WordsInATextAreNoTerms) {
  const Json note{{"type", "Note"}, {"content", "sensitive"}, {"name", "Hashtag"}};
  EXPECT_EQ(context_for(note), Json::array({kStreams}));
}

TEST(Context, WhatNamesAThingOrIsAListSaysSo) {
  const auto context = context_for({{"movedTo", "https://a.example/b"},
                                    {"focalPoint", {0, 0}},
                                    {"assertionMethod", {}},
                                    {"subtitleLanguage", {{{"identifier", "de"}}}}});
  EXPECT_EQ(context.back()["identifier"], "http://schema.org/identifier");
  EXPECT_EQ(context.back()["subtitleLanguage"],
            (Json{{"@id", "http://schema.org/subtitleLanguage"}, {"@container", "@set"}}));
  EXPECT_EQ(context.back()["movedTo"], (Json{{"@id", "as:movedTo"}, {"@type", "@id"}}));
  EXPECT_EQ(context.back()["focalPoint"],
            (Json{{"@id", "http://joinmastodon.org/ns#focalPoint"}, {"@container", "@list"}}));
  EXPECT_EQ(context.back()["assertionMethod"],
            (Json{{"@id", "https://w3id.org/security#assertionMethod"},
                  {"@type", "@id"},
                  {"@container", "@set"}}));
}

TEST(Context, SecurityIsSpokenOfWhereItIsUsed) {
  const Json actor{{"publicKey", {{"id", "https://a.example/a#key"}}},
                   {"assertionMethod", {{{"type", "Multikey"}}}}};
  const auto context = context_for(actor);
  ASSERT_EQ(context.size(), 4U);
  EXPECT_EQ(context[1], "https://w3id.org/security/v1");
  EXPECT_EQ(context[2], "https://w3id.org/security/multikey/v1");
  const Json like{{"type", "Like"}};
  EXPECT_EQ(context_for(like, Proven::yes),
            Json::array({kStreams, "https://w3id.org/security/data-integrity/v1"}));
}

class ContextOfOurs : public ActsTest {};

// By hand, so that a term that is added to a document and not to the table is missed here.
TEST_F(ContextOfOurs, EveryTermThatActivityStreamsLackIsExplained) {
  auto alice = now(alice_);
  alice.fields.push_back({"Room", "4.12"});
  alice.also_known_as.push_back(bob_.iri);
  alice.moved_to = bob_.iri;
  EXPECT_THAT(
      terms_of(context_for(to_json(alice, home_))),
      UnorderedElementsAre("PropertyValue", "alsoKnownAs", "assertionMethod", "discoverable",
                           "featured", "featuredTags", "implements", "indexable",
                           "manuallyApprovesFollowers", "movedTo", "value", "webfinger"));
  Post post;
  post.iri = home_.at("users/alice/statuses/1");
  post.tags = {"x"};
  post.quote = home_.at("users/bob/statuses/2");
  post.quote_consent = home_.at("users/bob/statuses/2/quotes/1");
  post.poll = Poll{.options = {{"a"}, {"b"}}};
  post.attachments.push_back(
      {.type = "Image", .url = home_.at("1.png"), .blurhash = "L", .focal_x = 0.5F});
  EXPECT_THAT(
      terms_of(context_for(note_json(post, alice, home_))),
      UnorderedElementsAre("Hashtag", "_misskey_quote", "automaticApproval", "blurhash", "canQuote",
                           "focalPoint", "hallwayLabel", "interactionPolicy", "quote",
                           "quoteAuthorization", "quoteUri", "sensitive", "votersCount"));
  EXPECT_THAT(
      terms_of(context_for(consent_json(post.quote_consent, bob_.iri, post.iri, post.quote))),
      UnorderedElementsAre("QuoteAuthorization", "interactingObject", "interactionTarget"));
}

}  // namespace
}  // namespace hallway::test
