// Attack 38: quotes that nobody consented to, under consents that are somebody else's, for another
// post, of another type, or not what their address says.

#include "federation/post.h"
#include "tests/attacks/followed.h"

namespace hallway::test {
namespace {

class Attack38 : public FollowedAttack {
 protected:
  void SetUp() override {
    FollowedAttack::SetUp();
    good_.put("/notes/1", note_by(carol_, quoted_));
    taken(victim_.post(create_by(carol_, note_by(carol_, quoted_)), carol_));
    forget();
  }
  // What becomes of a quote of carol's note that shows the consent at `address`.
  QuoteState quote_with(const std::string& address) {
    const auto id = evil_.at("/quotes/" + std::to_string(++made_));
    taken(victim_.post(
        create_by(mallory_,
                  note_by(mallory_, id, {{"quote", quoted_}, {"quoteAuthorization", address}})),
        mallory_));
    EXPECT_TRUE(victim_.settle());
    return victim_.find_post(id)->quote_state;
  }
  // Its id is the next that quote_with gives its quote.
  [[nodiscard]] Json consent(const std::string& address, const Json& more = Json::object()) const {
    Json out = {{"id", address},
                {"type", "QuoteAuthorization"},
                {"attributedTo", carol_.iri},
                {"interactingObject", evil_.at("/quotes/" + std::to_string(made_ + 1))},
                {"interactionTarget", quoted_}};
    out.update(more);
    return out;
  }

  const std::string quoted_ = good_.at("/notes/1");
  int made_ = 0;
};

TEST_F(Attack38, AConsentThatHoldsIsTaken) {
  good_.put("/consent", consent(good_.at("/consent")));
  EXPECT_EQ(quote_with(good_.at("/consent")), QuoteState::accepted);
}

TEST_F(Attack38, AConsentOfOnesOwnIsNotEvenAskedFor) {
  evil_.put("/consent", consent(evil_.at("/consent")));
  EXPECT_EQ(quote_with(evil_.at("/consent")), QuoteState::pending);
  EXPECT_EQ(evil_.asked("/consent"), 0U);
}

TEST_F(Attack38, AConsentThatSaysSomethingElseIsNone) {
  const auto dave = good_.put_person("dave", test_key(KeyType::rsa, 2));
  const Json kWrong[] = {
      {{"attributedTo", dave.iri}},
      {{"attributedTo", mallory_.iri}},
      {{"interactingObject", evil_.at("/quotes/999")}},
      {{"interactionTarget", good_.at("/notes/2")}},
      {{"type", "Note"}},
      {{"id", good_.at("/another")}},
      {{"id", evil_.at("/consent")}},
  };
  for (const auto& wrong : kWrong) {
    SCOPED_TRACE(dump_json(wrong));
    const auto path = "/consents/" + std::to_string(made_);
    good_.put(path, consent(good_.at(path), wrong));
    EXPECT_EQ(quote_with(good_.at(path)), QuoteState::pending);
  }
}

TEST_F(Attack38, AConsentForOneQuoteIsNotGoodForASecond) {
  good_.put("/consent", consent(good_.at("/consent")));
  EXPECT_EQ(quote_with(good_.at("/consent")), QuoteState::accepted);
  EXPECT_EQ(quote_with(good_.at("/consent")), QuoteState::pending);
}

TEST_F(Attack38, OnlyTheQuotedTakesAConsentBack) {
  good_.put("/consent", consent(good_.at("/consent")));
  EXPECT_EQ(quote_with(good_.at("/consent")), QuoteState::accepted);
  const auto id = evil_.at("/quotes/" + std::to_string(made_));
  refused(victim_.post(activity_by(mallory_, "Delete", good_.at("/consent")), mallory_), 403,
          "may not");
  EXPECT_EQ(victim_.find_post(id)->quote_state, QuoteState::accepted);
  taken(victim_.post(activity_by(carol_, "Delete", good_.at("/consent")), carol_));
  EXPECT_EQ(victim_.find_post(id)->quote_state, QuoteState::revoked);
}

}  // namespace
}  // namespace hallway::test
