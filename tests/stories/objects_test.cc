// What people write besides plain notes, and what other nodes see of it: polls, versions, quotes.

#include <gmock/gmock.h>

#include "federation/history.h"
#include "federation/html.h"
#include "federation/quote.h"
#include "federation/vote.h"
#include "storage/notifications.h"
#include "tests/support/two_towns.h"

namespace hallway {
namespace {

using testing::ElementsAre;

class Objects : public test::TwoTowns {
 protected:
  void SetUp() override { befriend(); }
  // Time goes by, and each house is kept.
  void pass(Duration time) {
    world_.clock.advance(time);
    for (auto* town : {&design_, &acme_}) EXPECT_TRUE(town->node().keep_house().ok());
    world_.settle();
  }
  static std::vector<uint64_t> votes(test::Town& town, const Iri& poll) {
    std::vector<uint64_t> out;
    const auto post = town.find(poll);
    if (!post || !post->poll) return out;
    for (const auto& option : post->poll->options) out.push_back(option.votes);
    return out;
  }
};

TEST_F(Objects, APollIsVotedInFromAnotherNodeAndItsEndIsTold) {
  const auto poll = design_.post(
      alice_, NewPost{.text = "Which lathe?",
                      .poll = NewPoll{.options = {"Steel", "Brass"}, .open_for = hours(1)}});
  world_.settle();
  const auto seen = there(acme_, poll);
  ASSERT_TRUE(seen.poll);
  acme_.act(bob_, [&](Local& l) { return vote(l, seen.id, {1}); });
  world_.settle();
  EXPECT_THAT(votes(design_, poll.iri), ElementsAre(0, 1));
  const auto carol = design_.person("carol");
  design_.act(carol, [&](Local& l) { return vote(l, poll.id, {0}); });
  pass(minutes(3));
  EXPECT_THAT(votes(acme_, poll.iri), ElementsAre(1, 1)) << "told of carol's vote";
  EXPECT_EQ(there(acme_, poll).updated.ms, 0);
  pass(hours(1));
  EXPECT_TRUE(there(acme_, poll).poll->closed.ms);
  bool told = false;
  scan_notifications(*acme_.node().read(), bob_.id, Id{}, [&](const Notification& n) {
    told = told || n.type == NotificationType::poll;
    return true;
  });
  EXPECT_TRUE(told);
}

TEST_F(Objects, EveryVersionIsReadableOnBothSides) {
  const auto post = design_.post(alice_, "Meeting at nine");
  world_.settle();
  for (const auto* text : {"Meeting at ten", "Meeting at eleven"}) {
    world_.clock.advance(minutes(1));
    design_.act(alice_, [&](Local& l) { return edit_post(l, post.id, {.text = text}); });
    world_.settle();
  }
  for (auto* town : {&design_, &acme_}) {
    const auto txn = town->node().read();
    std::vector<std::string> texts;
    for (const auto& version :
         versions_of(*txn, town->node().home(), there(*town, post), Destination::anybody())) {
      texts.push_back(text_of_html(version.post.content));
    }
    EXPECT_THAT(texts, ElementsAre("Meeting at nine", "Meeting at ten", "Meeting at eleven"));
  }
}

TEST_F(Objects, AQuoteIsConsentedToShownElsewhereAndTakenBack) {
  auto& labs = world_.town("labs.example");
  const auto carol = labs.person("carol");
  labs.follow(carol, labs.meet("bob@acme.example"));
  labs.follow(carol, labs.meet("alice@design.example"));
  world_.settle();
  const auto lathe = design_.post(alice_, "Lathe for sale");
  world_.settle();
  const auto quote = acme_.post(bob_, NewPost{.text = "Look", .quote = there(acme_, lathe).id});
  world_.settle();
  for (auto* town : {&design_, &acme_, &labs}) {
    const auto seen = there(*town, quote);
    EXPECT_EQ(seen.quote, lathe.iri) << town->domain();
    EXPECT_EQ(seen.quote_state, QuoteState::accepted) << town->domain();
    EXPECT_EQ(seen.updated.ms, 0) << town->domain();
  }
  design_.act(alice_,
              [&](Local& l) { return revoke_quote(l, lathe.id, there(design_, quote).id); });
  world_.settle();
  for (auto* town : {&design_, &acme_, &labs}) {
    EXPECT_EQ(there(*town, quote).quote_state, QuoteState::revoked) << town->domain();
  }
}

TEST_F(Objects, WhoWantsNoQuotesIsNotQuoted) {
  const auto mine =
      design_.post(alice_, NewPost{.text = "mine", .quote_policy = QuotePolicy::nobody});
  world_.settle();
  const auto seen = there(acme_, mine);
  EXPECT_EQ(seen.quote_policy, QuotePolicy::nobody);
  const auto tried = acme_.node().act_as(
      bob_, [&](Local& l) { return publish(l, NewPost{.text = "Look", .quote = seen.id}); });
  ASSERT_FALSE(tried.ok());
  EXPECT_EQ(tried.error().code, Code::forbidden);
}

}  // namespace
}  // namespace hallway
