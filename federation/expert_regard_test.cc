#include "federation/expert_regard.h"

#include <gmock/gmock.h>

#include "federation/experts.h"
#include "storage/reactions.h"
#include "tests/support/searched.h"

namespace hallway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class ExpertRegardTest : public test::SearchedTest {
 protected:
  static constexpr Time kLongAgo{kNow.ms - days(100).ms};

  void SetUp() override {
    SearchedTest::SetUp();
    for (const auto* name : {"asker", "ada", "ben", "cleo"}) {
      people_[name] = colleague(name);
      // What everybody talks about, so that words have a background.
      for (int i = 0; i < 5; ++i) write_post(people_[name], "Lunch is at noon in the large room");
    }
  }
  Id colleague(const std::string& name, Time since = kLongAgo) {
    return add(name, [&](Actor& actor) { actor.published = since; });
  }
  Id stranger(const std::string& name, const std::string& domain) {
    return add(name, [&](Actor& actor) {
      actor.local = false;
      actor.published = kLongAgo;
      actor.domain = domain;
      actor.iri = Iri::parse("https://" + domain + "/users/" + name).value();
    });
  }
  void like(Id who, Id post) {
    write([&](WriteTxn& txn) -> Result<void> {
      Reaction like{.iri = next(), .actor = who, .post = post, .at = kNow};
      TRY(add_reaction(txn, like, kNow));
      return {};
    });
  }
  void boost(Id who, Id post) {
    write([&](WriteTxn& txn) -> Result<void> {
      Boost boost{.iri = next(), .actor = who, .post = post, .at = kNow};
      TRY(add_boost(txn, boost, kNow));
      return {};
    });
  }
  Id answer(Id who, Id to, const std::string& text, Visibility visibility = Visibility::public_) {
    Post post{.iri = next(), .author = who, .content = "<p>" + text + "</p>"};
    post.local = true;
    post.published = kNow;
    post.visibility = visibility;
    post.in_reply_to = find_post(read(), to)->iri;
    write([&](WriteTxn& txn) { return add_post(txn, post, kNow); });
    return post.id;
  }
  // A post that begins a thread, or below `to`.
  void name_in_post(Id by, const std::string& text, const std::vector<Id>& named, Id to = {}) {
    const auto id = to ? answer(by, to, text) : write_post(by, text);
    change_post(id, [&](Post& post) {
      for (const Id one : named) post.mentions.push_back({find_actor(read(), one)->iri, "@one"});
    });
  }
  void change_post(Id id, const std::function<void(Post&)>& change) {
    write([&](WriteTxn& txn) {
      auto post = find_post(txn, id).value();
      change(post);
      return update_post(txn, post);
    });
  }
  Id ask(Id who, const std::string& text) {
    const auto id = write_post(who, text);
    change_post(id, [](Post& post) { post.question = true; });
    return id;
  }
  void accept(Id question, Id answer) {
    change_post(question,
                [&](Post& post) { post.accepted_answer = find_post(read(), answer)->iri; });
  }
  std::vector<FoundExpert> found(const std::string& question) {
    index();
    auto reader = index_.read();
    EXPECT_TRUE(reader.ok());
    ExpertWords words(std::move(*reader));
    const auto asked = ask_here(words, question);
    EXPECT_TRUE(asked.ok());
    auto people = find_experts(read(), home_, words, *asked, {.person = people_["asker"]});
    EXPECT_TRUE(people.ok());
    return std::move(people).value_or({});
  }
  std::vector<Id> names(const std::string& question) {
    std::vector<Id> ids;
    for (const auto& one : found(question)) ids.push_back(one.person);
    return ids;
  }
  size_t regarding(Id post) {
    const auto txn = read();
    return Regarding(txn, home_).count(post, find_post(txn, post)->author);
  }
  // Two that wrote the same, and who of them is named second.
  Id second_of_equals() {
    posts_of_[people_["ada"]] = write_post(people_["ada"], "About the pump");
    posts_of_[people_["ben"]] = write_post(people_["ben"], "About the pump");
    return names("pump").at(1);
  }
  void become_sibling(const std::string& domain) {
    write([&](WriteTxn& txn) -> Result<void> {
      auto peer = TRY(meet_peer(txn, Domain::parse(domain).value(), kNow));
      peer.relation = Relation::sibling;
      return put_peer(txn, peer);
    });
  }
  Iri next() { return home_.at("x/" + std::to_string(++things_)); }

  std::map<std::string, Id> people_;
  std::map<Id, Id> posts_of_;

 private:
  int things_ = 0;
};

TEST_F(ExpertRegardTest, WhatOthersDidWithAPostTellsBetweenThoseWhoWroteAlike) {
  const auto second = second_of_equals();
  like(people_["cleo"], posts_of_[second]);
  EXPECT_THAT(names("pump").at(0), second);
}

TEST_F(ExpertRegardTest, ABoostAndAnAnswerTellAsMuchAsALike) {
  const auto post = write_post(people_["ada"], "About the pump");
  boost(people_["ben"], post);
  EXPECT_EQ(regarding(post), 1U);
  answer(people_["cleo"], post, "Thank you");
  EXPECT_EQ(regarding(post), 2U);
  like(people_["cleo"], post);
  like(people_["ben"], post);
  EXPECT_EQ(regarding(post), 2U) << "each person once, whatever they did";
}

TEST_F(ExpertRegardTest, WhatSomebodyDoesWithTheirOwnPostTellsNothing) {
  const auto second = second_of_equals();
  like(second, posts_of_[second]);
  boost(second, posts_of_[second]);
  answer(second, posts_of_[second], "As I said");
  EXPECT_EQ(regarding(posts_of_[second]), 0U);
  EXPECT_EQ(names("pump").at(1), second);
}

TEST_F(ExpertRegardTest, AWaveOfNewAccountsLiftsNobody) {
  const auto second = second_of_equals();
  for (int n = 0; n < 60; ++n) {
    const auto fresh = colleague("wave" + std::to_string(n), {kNow.ms - days(6).ms});
    like(fresh, posts_of_[second]);
    boost(fresh, posts_of_[second]);
  }
  EXPECT_EQ(regarding(posts_of_[second]), 0U);
  EXPECT_EQ(names("pump").at(1), second);
}

TEST_F(ExpertRegardTest, ProgramsAndThoseWhoAreLimitedOrSuspendedCountAsNobody) {
  const auto post = write_post(people_["ada"], "About the pump");
  const auto one = [&](const std::string& name, const std::function<void(Actor&)>& change) {
    like(add(name, [&](Actor& actor) { actor.published = kLongAgo, change(actor); }), post);
  };
  one("robot", [](Actor& actor) { actor.type = "Service"; });
  one("group", [](Actor& actor) { actor.type = "Group"; });
  one("loud", [](Actor& actor) { actor.limited = true; });
  one("banned", [](Actor& actor) { actor.suspended = true; });
  one("left", [](Actor& actor) { actor.gone = true; });
  EXPECT_EQ(regarding(post), 0U);
}

TEST_F(ExpertRegardTest, PeopleOfSiblingsCountOneByOneAndThoseOfOtherNodesAsOne) {
  const auto post = write_post(people_["ada"], "About the pump");
  for (int n = 0; n < 5; ++n) like(stranger("far" + std::to_string(n), "far.example"), post);
  EXPECT_EQ(regarding(post), 1U);
  become_sibling("sister.example");
  for (int n = 0; n < 5; ++n) like(stranger("near" + std::to_string(n), "sister.example"), post);
  EXPECT_EQ(regarding(post), 6U);
}

TEST_F(ExpertRegardTest, ALoudCliqueDoesNotComeBeforeWhoWroteMoreAboutIt) {
  const auto weak = write_post(people_["ben"], "Somebody should really look at that pump some day");
  for (int n = 0; n < 40; ++n) like(colleague("friend" + std::to_string(n)), weak);
  EXPECT_EQ(regarding(weak), kMostRegarding);
  for (int n = 0; n < 2; ++n) write_post(people_["ada"], "The pump: seal, pump and motor");
  EXPECT_THAT(names("pump"), ElementsAre(people_["ada"], people_["ben"]));
}

TEST_F(ExpertRegardTest, WhoAnswersAQuestionSpeaksAboutItInWhateverWords) {
  const auto question = ask(people_["cleo"], "How do I get the cellar pump to prime?");
  const auto reply = answer(people_["ben"], question, "Open the valve at the top first");
  const auto people = found("cellar pump prime");
  ASSERT_EQ(people.size(), 1U) << "not whoever asked";
  EXPECT_EQ(people[0].person, people_["ben"]);
  EXPECT_THAT(people[0].posts, ElementsAre(reply));
}

TEST_F(ExpertRegardTest, TheAcceptedAnswerComesBeforeOthers) {
  const auto question = ask(people_["cleo"], "How do I get the cellar pump to prime?");
  answer(people_["ada"], question, "Ask me something easier");
  const auto right = answer(people_["ben"], question, "Open the valve at the top first");
  accept(question, right);
  EXPECT_THAT(names("cellar pump prime"), ElementsAre(people_["ben"], people_["ada"]));
}

TEST_F(ExpertRegardTest, WhoBeganTheThreadAndGivesThanksDoesNotSpeakAboutIt) {
  const auto first = write_post(people_["cleo"], "It is cold down there");
  const auto reply = answer(people_["ben"], first, "The cellar pump must prime");
  answer(people_["cleo"], reply, "Thank you!");
  answer(people_["ben"], reply, "As I said");
  EXPECT_THAT(names("cellar pump prime"), ElementsAre(people_["ben"]));
}

TEST_F(ExpertRegardTest, WhoSaysSomethingBelowEverythingDoesNotComeBeforeWhoWroteAboutIt) {
  for (int n = 0; n < 20; ++n) {
    const auto post = write_post(people_[n % 2 ? "cleo" : "ada"], "The cellar pump must prime");
    answer(people_["ben"], post, "Same here");
  }
  EXPECT_EQ(names("cellar pump prime").back(), people_["ben"]);
}

TEST_F(ExpertRegardTest, WhatTheAskerMayNotReadLendsNothingToItsAnswers) {
  const auto secret =
      write_post(people_["cleo"], "The merger with Contoso", kNow, Visibility::direct);
  answer(people_["ben"], secret, "Sounds fine to me");
  EXPECT_THAT(names("merger Contoso"), IsEmpty());
  const auto open = write_post(people_["cleo"], "The merger with Contoso");
  answer(people_["ben"], open, "Sounds fine to me");
  answer(people_["ada"], open, "To you alone", Visibility::direct);
  EXPECT_THAT(names("merger Contoso"), UnorderedElementsAre(people_["cleo"], people_["ben"]));
}

TEST_F(ExpertRegardTest, WhoIsAskedAboutItTellsBetweenThoseWhoWroteAlike) {
  const auto second = second_of_equals();
  name_in_post(people_["cleo"], "Can you look at the pump?", {second});
  EXPECT_EQ(names("pump").at(0), second);
}

TEST_F(ExpertRegardTest, WhoIsAskedAboutSomethingElseIsNoBetterKnownForThis) {
  const auto second = second_of_equals();
  name_in_post(people_["cleo"], "Can you look at the lamp?", {second});
  EXPECT_EQ(names("pump").at(1), second);
}

TEST_F(ExpertRegardTest, ToBeNamedInAReplyOrAmongManyIsNotToBeAsked) {
  const auto second = second_of_equals();
  const auto cold = write_post(people_["asker"], "It is cold down there");
  name_in_post(people_["cleo"], "It is the pump", {second}, cold);
  std::vector<Id> all{second};
  for (int n = 0; n < 5; ++n) all.push_back(colleague("one" + std::to_string(n)));
  name_in_post(people_["cleo"], "The pump is to be painted on Monday", all);
  auto told = names("pump");
  std::erase(told, people_["cleo"]);
  EXPECT_EQ(told.at(1), second);
}

TEST_F(ExpertRegardTest, WhoAsksThemselvesIsNotAsked) {
  const auto post = write_post(people_["ada"], "About the pump");
  const auto txn = read();
  const std::vector<Asking> asking{{people_["ada"], post}, {people_["ben"], post}};
  EXPECT_EQ(Regarding(txn, home_).count(post, people_["ada"], asking), 1U);
}

TEST_F(ExpertRegardTest, WhoOnlyIsAskedAndNeverSaysAnythingIsNotNamed) {
  name_in_post(people_["cleo"], "Can you look at the pump?", {people_["ben"]});
  EXPECT_THAT(names("pump"), ElementsAre(people_["cleo"]));
}

TEST_F(ExpertRegardTest, WhatTheAskerMayNotReadTellsNothingOfWhoIsAsked) {
  const auto second = second_of_equals();
  const auto secret =
      write_post(people_["cleo"], "Can you look at the pump?", kNow, Visibility::direct);
  change_post(secret, [&](Post& post) {
    post.mentions.push_back({find_actor(read(), second)->iri, "@one"});
  });
  EXPECT_EQ(names("pump").at(1), second);
}

TEST_F(ExpertRegardTest, WhatWasDeletedIsHeardNoMore) {
  const auto question = ask(people_["cleo"], "How do I get the cellar pump to prime?");
  const auto reply = answer(people_["ben"], question, "Open the valve at the top first");
  ASSERT_EQ(regarding(question), 1U);
  write([&](WriteTxn& txn) { return bury_post(txn, reply, kNow); });
  EXPECT_EQ(regarding(question), 0U);
  EXPECT_THAT(names("cellar pump prime"), IsEmpty());
}

TEST_F(ExpertRegardTest, NoPostHasMoreBesideItsWordsThanOtherNodesBelieve) {
  EXPECT_EQ(worth_of_regard(0), 0);
  EXPECT_LT(worth_of_regard(1), worth_of_regard(3));
  EXPECT_EQ(worth_of_regard(kMostRegarding), worth_of_regard(1'000'000));
  EXPECT_LE(strength_of_answer(5, /*accepted=*/true) + worth_of_regard(kMostRegarding),
            5 + kMostBesideWords);
  EXPECT_LT(strength_of_answer(5, /*accepted=*/false), strength_of_answer(5, /*accepted=*/true));
}

}  // namespace
}  // namespace hallway
