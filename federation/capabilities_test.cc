#include "federation/capabilities.h"

#include <gtest/gtest.h>

namespace hallway::test {
namespace {

Json with_features(Json implements) {
  return {{"generator", {{"implements", std::move(implements)}}}};
}

TEST(Capabilities, WhatADocumentSaysIsRead) {
  const auto rfc = "https://datatracker.ietf.org/doc/html/rfc9421";
  EXPECT_EQ(shown_by(with_features({{{"href", rfc}, {"name", "x"}}})), KnownSigning::rfc9421_rsa);
  EXPECT_EQ(shown_by(with_features(rfc)), KnownSigning::rfc9421_rsa);
  EXPECT_EQ(shown_by({{"generator", our_generator()}}), KnownSigning::rfc9421_ed25519);
}

TEST(Capabilities, AServersOwnActorSpeaksForItself) {
  auto document = our_generator();
  EXPECT_EQ(shown_by(document), KnownSigning::rfc9421_ed25519);
  document["type"] = Json::array({"Application", "Service"});
  EXPECT_EQ(shown_by(document), KnownSigning::rfc9421_ed25519);
  document["type"] = "Person";
  EXPECT_EQ(shown_by(document), KnownSigning::unknown);
}

TEST(Capabilities, AnythingElseShowsNothing) {
  for (const Json& document : {Json(), Json("x"), Json{{"generator", "https://x.example/"}},
                               with_features({}), with_features(7), with_features({{{"href", 7}}}),
                               with_features({{{"href", "x"}}, 1, {}})}) {
    EXPECT_EQ(shown_by(document), KnownSigning::unknown) << document;
  }
}

TEST(Capabilities, WhatIsKnownIsNotTaughtAgain) {
  EXPECT_FALSE(teaches(Peer{}, KnownSigning::unknown));
  EXPECT_TRUE(teaches(Peer{}, KnownSigning::rfc9421_rsa));
  EXPECT_TRUE(teaches(Peer{}, KnownSigning::rfc9421_ed25519));
  EXPECT_FALSE(teaches(Peer{.signing = KnownSigning::cavage_rsa}, KnownSigning::rfc9421_rsa));
  EXPECT_TRUE(teaches(Peer{.signing = KnownSigning::cavage_rsa}, KnownSigning::rfc9421_ed25519));
  EXPECT_FALSE(teaches(Peer{.signing = KnownSigning::cavage_rsa, .ed25519 = true},
                       KnownSigning::rfc9421_ed25519));
}

TEST(Capabilities, WeSignAsWellAsAPeerTakes) {
  EXPECT_EQ(signing_for(Peer{}), Signing::cavage_rsa);
  for (const auto how : {Signing::cavage_rsa, Signing::rfc9421_rsa, Signing::rfc9421_ed25519}) {
    EXPECT_EQ(signing_for(Peer{.signing = known(how), .ed25519 = true}), how);
    EXPECT_NE(other_than(how), how);
  }
  // Never Ed25519 to who has not shown it.
  EXPECT_EQ(signing_for(Peer{.signing = KnownSigning::rfc9421_ed25519}), Signing::rfc9421_rsa);
}

}  // namespace
}  // namespace hallway::test
