#include "federation/quote.h"

#include <gmock/gmock.h>

#include "federation/quote_link.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class QuoteTest : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    befriend(alice_, eve_);
    befriend(alice_, mallory_);
    mine_ = post(alice_, "Lathe for sale");
    forget_owed();
  }
  Json quoting_note(const Actor& who, const Iri& quoted) {
    auto object = note(who, "<p>Look</p>");
    object["quote"] = quoted.text();
    return object;
  }
  Json request(const Actor& who, const Iri& quoted, const Json& instrument) {
    auto out = activity(who, "QuoteRequest", quoted.text());
    out["instrument"] = instrument;
    return out;
  }
  QuoteState state_of(std::string_view address) const { return post_at(address).quote_state; }
  Post quote(const Actor& who, const Post& quoted, QuotePolicy policy = QuotePolicy::unsaid) {
    return post(who, NewPost{.text = "Look", .quote = quoted.id, .quote_policy = policy});
  }
  void give(const Json& document) {
    write([&](WriteTxn& txn) -> Result<bool> {
      TRY(take_consent(txn, document));
      return true;
    });
  }
  void forget_fetches() {
    write([&](WriteTxn& txn) -> Result<bool> {
      for (const auto& fetch : list_due_fetches(txn, clock_.now(), 100)) {
        TRY(erase_fetch(txn, fetch));
      }
      return true;
    });
  }
  Post mine_;
};

// --- of a post of ours, by somebody elsewhere ---

TEST_F(QuoteTest, WhoAsksToQuoteAnOpenPostGetsAConsentAndIsShown) {
  auto object = quoting_note(eve_, mine_.iri);
  const auto quoting = iri(*find_string(object, "id"));
  for (const Json& instrument : {Json(quoting.text()), object}) {
    EXPECT_EQ(outcome(eve_, request(eve_, mine_.iri, instrument)), Outcome::taken);
    EXPECT_THAT(owed(), ElementsAre("Accept https://remote.example/inbox"));
    EXPECT_EQ(last_logged()["result"], consent_iri(mine_, quoting).text());
    EXPECT_EQ(last_logged()["object"]["type"], "QuoteRequest");
    forget_owed();
  }
  object["quoteAuthorization"] = consent_iri(mine_, quoting).text();
  EXPECT_EQ(outcome(eve_, activity(eve_, "Create", object)), Outcome::taken);
  EXPECT_EQ(state_of(quoting.text()), QuoteState::accepted);
}

TEST_F(QuoteTest, WithoutAConsentAQuoteOfOursIsPending) {
  auto object = quoting_note(eve_, mine_.iri);
  object["quoteAuthorization"] =
      consent_iri(mine_, iri("https://remote.example/other")).text();  // none was given
  outcome(eve_, activity(eve_, "Create", object));
  EXPECT_EQ(state_of(*find_string(object, "id")), QuoteState::pending);
}

TEST_F(QuoteTest, WhoMayNotQuoteIsRefused) {
  const auto few = post(alice_, NewPost{.text = "few", .visibility = Visibility::followers});
  const auto none = post(alice_, NewPost{.text = "none", .quote_policy = QuotePolicy::nobody});
  const auto friends =
      post(alice_, NewPost{.text = "friends", .quote_policy = QuotePolicy::followers});
  befriend(eve_, alice_);
  const auto answer = [&](const Actor& who, const Post& post) {
    forget_owed();
    EXPECT_EQ(outcome(who, request(who, post.iri, fresh_id(who, "notes"))), Outcome::taken);
    return last_logged()["type"];
  };
  EXPECT_EQ(answer(eve_, few), "Reject");
  EXPECT_EQ(answer(eve_, none), "Reject");
  EXPECT_EQ(answer(mallory_, friends), "Reject");
  EXPECT_EQ(answer(eve_, friends), "Accept");
  const auto before = rows();
  EXPECT_EQ(outcome(mallory_, request(mallory_, few.iri, fresh_id(mallory_, "notes"))),
            Outcome::ignored)
      << "as if there were none (attack 36)";
  EXPECT_EQ(rows(), before);
}

TEST_F(QuoteTest, WhoMayQuoteIsChangedLaterAndToldWithoutAnEdit) {
  befriend(eve_, alice_);
  ok(act(alice_, [&](Local& l) { return set_quote_policy(l, mine_.id, QuotePolicy::nobody); }));
  EXPECT_THAT(owed(), ElementsAre("Update https://remote.example/inbox"));
  const auto sent = last_logged()["object"];
  EXPECT_FALSE(sent.contains("updated"));
  EXPECT_EQ(sent["interactionPolicy"]["canQuote"]["automaticApproval"],
            Json::array({alice_.iri.text()}));
  ASSERT_EQ(outcome(eve_, request(eve_, mine_.iri, quoting_note(eve_, mine_.iri))), Outcome::taken);
  EXPECT_EQ(last_logged()["type"], "Reject");
  const auto before = rows();
  ok(act(alice_, [&](Local& l) { return set_quote_policy(l, mine_.id, QuotePolicy::nobody); }));
  EXPECT_EQ(rows(), before) << "again is nothing new";
  const auto theirs = known_note(eve_);
  for (const auto& [who, post, code] :
       {std::tuple(bob_, mine_.id, Code::forbidden), std::tuple(alice_, theirs.id, Code::forbidden),
        std::tuple(alice_, Id{404}, Code::not_found)}) {
    const Id id = post;
    EXPECT_EQ(
        code_of(act(who, [&](Local& l) { return set_quote_policy(l, id, QuotePolicy::anybody); })),
        code);
  }
}

TEST_F(QuoteTest, WhatOthersSayLaterOfWhoMayQuoteIsNoEdit) {
  auto object = note(eve_);
  ASSERT_EQ(outcome(eve_, activity(eve_, "Create", object)), Outcome::taken);
  object["interactionPolicy"] = {{"canQuote", {{"automaticApproval", {eve_.iri.text()}}}}};
  ASSERT_EQ(outcome(eve_, activity(eve_, "Update", object)), Outcome::taken);
  const auto known = post_at(*find_string(object, "id"));
  EXPECT_EQ(known.quote_policy, QuotePolicy::nobody);
  EXPECT_EQ(known.updated.ms, 0);
  EXPECT_EQ(code_of(act(alice_, [&](Local& l) { return quotable(l, known.id); })), Code::forbidden);
}

TEST_F(QuoteTest, Attack38NobodyAsksForAnothersPost) {
  const auto before = rows();
  EXPECT_EQ(refusal(mallory_, request(mallory_, mine_.iri, eve_.iri.text() + "/notes/1")),
            Code::forbidden);
  EXPECT_EQ(refusal(mallory_, request(mallory_, mine_.iri, nullptr)), Code::invalid);
  EXPECT_EQ(outcome(mallory_, request(mallory_, iri("https://home.example/nothing"),
                                      fresh_id(mallory_, "notes"))),
            Outcome::ignored);
  EXPECT_EQ(rows(), before);
}

TEST_F(QuoteTest, AConsentIsTakenBackByItsDelete) {
  auto object = quoting_note(eve_, mine_.iri);
  const auto quoting = iri(*find_string(object, "id"));
  outcome(eve_, request(eve_, mine_.iri, quoting.text()));
  object["quoteAuthorization"] = consent_iri(mine_, quoting).text();
  outcome(eve_, activity(eve_, "Create", object));
  forget_owed();
  const auto theirs = post_at(quoting.text()).id;
  EXPECT_EQ(code_of(act(bob_, [&](Local& l) { return revoke_quote(l, mine_.id, theirs); })),
            Code::forbidden);
  ok(act(alice_, [&](Local& l) { return revoke_quote(l, mine_.id, theirs); }));
  EXPECT_EQ(state_of(quoting.text()), QuoteState::revoked);
  EXPECT_FALSE(find_consent(read(), mine_.id, sha256(quoting.text())));
  EXPECT_THAT(owed(), Contains("Delete https://remote.example/inbox"));
  EXPECT_EQ(last_logged()["object"], consent_iri(mine_, quoting).text());
  EXPECT_EQ(code_of(act(alice_, [&](Local& l) { return revoke_quote(l, mine_.id, theirs); })),
            Code::not_found);
}

// --- of somebody elsewhere, by us ---

TEST_F(QuoteTest, AQuoteIsPublishedAtOnceAndAskedFor) {
  const auto theirs = known_note(eve_);
  const auto made = quote(alice_, theirs);
  EXPECT_EQ(made.quote, theirs.iri);
  EXPECT_EQ(state_of(made.iri.text()), QuoteState::pending);
  EXPECT_THAT(made.content, HasSubstr("class=\"quote-inline\""));
  EXPECT_THAT(owed(), Contains("QuoteRequest https://remote.example/inbox"));
  EXPECT_EQ(last_logged()["object"], theirs.iri.text());
  EXPECT_EQ(last_logged()["instrument"]["id"], made.iri.text());
  EXPECT_EQ(last_logged()["instrument"]["quote"], theirs.iri.text());
}

TEST_F(QuoteTest, AnAnswerOfWhoIsQuotedDecides) {
  const auto theirs = known_note(eve_);
  for (const bool accepted : {true, false}) {
    for (int form = 0; form < 3; ++form) {
      const auto made = quote(alice_, theirs);
      befriend(mallory_, alice_);
      forget_owed();
      const auto id = made.iri.text() + "#quote-request";
      const Json whole = {{"type", "QuoteRequest"},
                          {"id", id},
                          {"actor", alice_.iri.text()},
                          {"object", theirs.iri.text()},
                          {"instrument", made.iri.text()}};
      auto nameless = whole;
      nameless.erase("id");
      const Json forms[] = {id, whole, nameless};
      auto answer = activity(eve_, accepted ? "Accept" : "Reject", forms[form]);
      if (accepted) answer["result"] = "https://remote.example/consents/1";
      EXPECT_EQ(outcome(eve_, answer), Outcome::taken) << forms[form];
      const auto stored = post_at(made.iri.text());
      EXPECT_EQ(stored.quote_state, accepted ? QuoteState::accepted : QuoteState::rejected);
      EXPECT_EQ(stored.updated.ms, 0) << "no edit";
      if (!accepted) continue;
      EXPECT_THAT(owed(), Contains("Update https://evil.example/inbox"));
      EXPECT_EQ(last_logged()["object"]["quoteAuthorization"], "https://remote.example/consents/1");
    }
  }
}

TEST_F(QuoteTest, Attack38NobodyElseAnswers) {
  const auto theirs = known_note(eve_);
  const auto made = quote(alice_, theirs);
  const auto id = made.iri.text() + "#quote-request";
  const auto before = rows();
  for (const auto* type : {"Accept", "Reject"}) {
    auto forged = activity(mallory_, type, id);
    forged["result"] = "https://evil.example/consents/1";
    EXPECT_EQ(refusal(mallory_, forged), Code::forbidden);
  }
  auto elsewhere = activity(eve_, "Accept", id);
  EXPECT_EQ(refusal(eve_, elsewhere), Code::invalid) << "no consent";
  elsewhere["result"] = "https://evil.example/consents/1";
  EXPECT_EQ(refusal(eve_, elsewhere), Code::invalid) << "of another origin";
  EXPECT_EQ(outcome(eve_, activity(eve_, "Accept", mine_.iri.text() + "#quote-request")),
            Outcome::ignored)
      << "a post that quotes nothing";
  EXPECT_EQ(rows(), before);
  EXPECT_EQ(state_of(made.iri.text()), QuoteState::pending);
}

TEST_F(QuoteTest, OnlyWhatIsForEverybodyIsQuotedAndNotFurtherThanItMayGo) {
  const auto code = [&](const Actor& who, const NewPost& fresh) {
    return code_of(act(who, [&](Local& l) { return publish(l, fresh); }));
  };
  const auto few = post(alice_, NewPost{.text = "few", .visibility = Visibility::direct});
  const auto none = post(alice_, NewPost{.text = "none", .quote_policy = QuotePolicy::nobody});
  const auto inside = post(alice_, NewPost{.text = "inside", .label = Label::department});
  EXPECT_EQ(code(bob_, {.text = "x", .quote = few.id}), Code::not_found);
  EXPECT_EQ(code(bob_, {.text = "x", .quote = none.id}), Code::forbidden);
  EXPECT_EQ(code(bob_, {.text = "x", .label = Label::public_, .quote = inside.id}), Code::invalid);
  EXPECT_EQ(post(bob_, {.text = "x", .quote = inside.id}).label, Label::department);
  EXPECT_EQ(quote(alice_, none).quote_state, QuoteState::accepted) << "their own";
}

TEST_F(QuoteTest, AQuoteOfSomebodyHereIsConsentedToAtOnce) {
  const auto made = quote(bob_, mine_);
  EXPECT_EQ(made.quote_state, QuoteState::accepted);
  EXPECT_TRUE(find_consent(read(), mine_.id, sha256(made.iri.text())));
  EXPECT_THAT(list_quoting(read(), mine_.iri, 10), ElementsAre(made.id));
  ok(act(alice_, [&](Local& l) { return delete_post(l, mine_.id); }));
  EXPECT_FALSE(find_consent(read(), mine_.id, sha256(made.iri.text())));
  ok(act(bob_, [&](Local& l) { return delete_post(l, made.id); }));
  EXPECT_THAT(list_quoting(read(), mine_.iri, 10), IsEmpty());
}

TEST_F(QuoteTest, WhomTheQuoteIsNotForIsNotSentItInARequest) {
  const auto theirs = known_note(eve_);
  befriend(mallory_, alice_);
  const NewPost kNotForEve[] = {
      {.text = "Psst", .visibility = Visibility::followers, .quote = theirs.id},
      {.text = "Psst", .visibility = Visibility::direct, .quote = theirs.id},
      {.text = "Psst", .label = Label::department, .quote = theirs.id},
      {.text = "Psst", .label = Label::partners, .quote = theirs.id},
  };
  for (const auto& fresh : kNotForEve) {
    forget_owed();
    const auto made = post(alice_, fresh);
    EXPECT_THAT(owed(), testing::Not(Contains("QuoteRequest https://remote.example/inbox")));
    EXPECT_EQ(state_of(made.iri.text()), QuoteState::pending);
  }
  befriend(eve_, alice_);
  post(alice_, kNotForEve[0]);
  EXPECT_THAT(owed(), Contains("QuoteRequest https://remote.example/inbox")) << "a follower's";
}

// --- between others ---

TEST_F(QuoteTest, AConsentIsFetchedAndThenShown) {
  const auto theirs = known_note(eve_);
  auto object = quoting_note(mallory_, theirs.iri);
  const auto consent = iri("https://remote.example/consents/1");
  object["quoteAuthorization"] = consent.text();
  outcome(mallory_, activity(mallory_, "Create", object));
  const auto quoting = iri(*find_string(object, "id"));
  EXPECT_EQ(state_of(quoting.text()), QuoteState::pending);
  EXPECT_THAT(to_fetch(), ElementsAre(consent.text()));
  give(consent_json(consent, mallory_.iri, quoting, theirs.iri));
  EXPECT_EQ(state_of(quoting.text()), QuoteState::pending) << "by the wrong author (attack 38)";
  give(consent_json(consent, eve_.iri, quoting, mine_.iri));
  EXPECT_EQ(state_of(quoting.text()), QuoteState::pending) << "for another post";
  give(consent_json(consent, eve_.iri, quoting, theirs.iri));
  EXPECT_EQ(state_of(quoting.text()), QuoteState::accepted);
}

TEST_F(QuoteTest, WhoIsQuotedTakesItBackAndNobodyElse) {
  const auto theirs = known_note(eve_);
  auto object = quoting_note(mallory_, theirs.iri);
  const auto consent = iri("https://remote.example/consents/1");
  object["quoteAuthorization"] = consent.text();
  outcome(mallory_, activity(mallory_, "Create", object));
  const auto quoting = iri(*find_string(object, "id"));
  give(consent_json(consent, eve_.iri, quoting, theirs.iri));
  EXPECT_EQ(refusal(mallory_, activity(mallory_, "Delete", consent.text())), Code::forbidden);
  EXPECT_EQ(outcome(eve_, activity(eve_, "Delete", consent.text())), Outcome::taken);
  EXPECT_EQ(state_of(quoting.text()), QuoteState::revoked);
}

TEST_F(QuoteTest, WhoQuotesThemselvesNeedsNoConsentAndAnUnknownPostIsFetched) {
  const auto theirs = known_note(eve_);
  const auto own = quoting_note(eve_, theirs.iri);
  outcome(eve_, activity(eve_, "Create", own));
  EXPECT_EQ(state_of(*find_string(own, "id")), QuoteState::accepted);
  outcome(eve_, activity(eve_, "Create", quoting_note(eve_, iri("https://far.example/notes/9"))));
  EXPECT_THAT(to_fetch(), ElementsAre("https://far.example/notes/9"));
}

TEST_F(QuoteTest, AQuoteThatCameBeforeWhatItQuotesIsLookedIntoWhenThatComes) {
  befriend(alice_, eve_);
  const auto quoted = note(eve_);
  const auto address = iri(*find_string(quoted, "id"));
  const auto own = quoting_note(eve_, address);
  outcome(eve_, activity(eve_, "Create", own));
  auto anothers = quoting_note(mallory_, address);
  const auto consent = iri("https://remote.example/consents/1");
  anothers["quoteAuthorization"] = consent.text();
  outcome(mallory_, activity(mallory_, "Create", anothers));
  forget_fetches();
  outcome(eve_, activity(eve_, "Create", quoted));
  EXPECT_EQ(state_of(*find_string(own, "id")), QuoteState::accepted);
  EXPECT_EQ(state_of(*find_string(anothers, "id")), QuoteState::pending);
  EXPECT_THAT(to_fetch(), ElementsAre(consent.text()));
}

TEST_F(QuoteTest, AConsentThatComesLaterIsNoEdit) {
  const auto theirs = known_note(eve_);
  auto object = quoting_note(mallory_, theirs.iri);
  outcome(mallory_, activity(mallory_, "Create", object));
  object["quoteAuthorization"] = "https://remote.example/consents/1";
  clock_.advance(minutes(1));
  EXPECT_EQ(outcome(mallory_, activity(mallory_, "Update", object)), Outcome::taken);
  const auto stored = post_at(*find_string(object, "id"));
  EXPECT_EQ(stored.updated.ms, 0);
  EXPECT_THAT(to_fetch(), ElementsAre("https://remote.example/consents/1"));
}

TEST_F(QuoteTest, Attack38WhatSomebodyCallsTheirConsentIsItsAuthorsToDelete) {
  const auto carol = put_remote("carol", "third.example");
  const auto theirs = known_note(eve_);
  const auto quoted = known_note(carol);
  const auto claim = [&](const Iri& of, const Iri& consent) {
    auto object = quoting_note(mallory_, of);
    object["quoteAuthorization"] = consent.text();
    EXPECT_EQ(outcome(mallory_, activity(mallory_, "Create", object)), Outcome::taken);
    return std::string(*find_string(object, "id"));
  };
  claim(quoted.iri, theirs.iri);
  const auto consent = iri("https://remote.example/consents/1");
  const auto invented = claim(quoted.iri, consent);
  const auto given = claim(theirs.iri, consent);
  give(consent_json(consent, eve_.iri, iri(given), theirs.iri));
  EXPECT_EQ(outcome(eve_, activity(eve_, "Delete", consent.text())), Outcome::taken);
  EXPECT_EQ(state_of(given), QuoteState::revoked);
  EXPECT_EQ(state_of(invented), QuoteState::pending);
  EXPECT_EQ(outcome(eve_, activity(eve_, "Delete", theirs.iri.text())), Outcome::taken);
  EXPECT_TRUE(post_at(theirs.iri.text()).gone);
}

TEST_F(QuoteTest, Attack38AConsentIsForWhoeverAskedForIt) {
  const auto trent = put_remote("trent");  // eve's neighbour
  befriend(alice_, trent);
  auto object = quoting_note(trent, mine_.iri);
  const auto quoting = iri(*find_string(object, "id"));
  EXPECT_EQ(refusal(eve_, request(eve_, mine_.iri, object)), Code::forbidden) << "it says whose";
  EXPECT_EQ(outcome(eve_, request(eve_, mine_.iri, quoting.text())), Outcome::taken)
      << "nobody knows yet whose it is";
  object["quoteAuthorization"] = consent_iri(mine_, quoting).text();
  EXPECT_EQ(outcome(trent, activity(trent, "Create", object)), Outcome::taken);
  EXPECT_EQ(state_of(quoting.text()), QuoteState::pending);
  EXPECT_EQ(refusal(eve_, request(eve_, mine_.iri, quoting.text())), Code::forbidden)
      << "known to be another's";
  EXPECT_EQ(outcome(trent, request(trent, mine_.iri, quoting.text())), Outcome::taken);
}

}  // namespace
}  // namespace hallway::test
