#include "federation/history.h"

#include <gmock/gmock.h>

#include "federation/html.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class HistoryTest : public ActsTest {
 protected:
  Post edit(const Post& post, const std::string& text) {
    clock_.advance(minutes(1));
    return ok(act(alice_, [&](Local& l) { return edit_post(l, post.id, {.text = text}); }));
  }
  std::vector<Version> versions(const Post& post,
                                const Destination& viewer = Destination::anybody()) {
    const auto txn = read();
    const auto stored = find_post(txn, post.id).value_or(Post{});
    return versions_of(txn, home_, stored, viewer);
  }
  static std::vector<std::string> texts(const std::vector<Version>& versions) {
    std::vector<std::string> out;
    out.reserve(versions.size());
    for (const auto& version : versions) out.push_back(text_of_html(version.post.content));
    return out;
  }
};

TEST_F(HistoryTest, EveryVersionIsKeptOldestFirst) {
  const auto first = post(alice_, "Meeting at nine");
  EXPECT_THAT(texts(versions(first)), ElementsAre("Meeting at nine"));
  const auto second = edit(first, "Meeting at ten");
  const auto third = edit(first, "Meeting at eleven");
  const auto all = versions(first);
  EXPECT_THAT(texts(all), ElementsAre("Meeting at nine", "Meeting at ten", "Meeting at eleven"));
  EXPECT_EQ(all[0].at, first.published);
  EXPECT_EQ(all[1].at, second.updated);
  EXPECT_EQ(all[2].at, third.updated);
}

TEST_F(HistoryTest, VersionsOfOthersAreKeptAsTheyWereSent) {
  befriend(alice_, eve_);
  auto object = note(eve_, "<p>one</p>");
  outcome(eve_, activity(eve_, "Create", object));
  for (const auto* text : {"<p>two<script>x</script></p>", "<p>three</p>"}) {
    clock_.advance(minutes(1));
    object["content"] = text;
    object["updated"] = to_rfc3339(clock_.now());
    outcome(eve_, activity(eve_, "Update", object));
  }
  const auto all = versions(post_at(std::string(*find_string(object, "id"))));
  EXPECT_THAT(texts(all), ElementsAre("one", "two", "three"));
  EXPECT_EQ(all[1].post.content, "<p>two</p>") << "sanitized like any other";
}

TEST_F(HistoryTest, WhatSaysTheSameIsNoVersion) {
  const auto first = post(alice_, "Which lathe?");
  edit(first, "Which lathe?");
  EXPECT_THAT(texts(versions(first)), ElementsAre("Which lathe?"));
}

TEST_F(HistoryTest, WhatIsToldAnewWithoutEndLeavesTheVersionsAsTheyWere) {
  const auto first =
      post(alice_, NewPost{.text = "Which lathe?",
                           .poll = NewPoll{.options = {"Old", "New"}, .open_for = hours(1)}});
  edit(first, "Which mill?");
  std::vector<uint64_t> told;
  for (int n = 0; n < 150; ++n) {
    const auto stored = find_post(read(), first.id).value_or(Post{});
    ok(act(alice_, [&](Local& l) { return tell_again(l, stored, {}); }));
    told.push_back(find_post(read(), first.id)->document);
  }
  EXPECT_THAT(texts(versions(first)), ElementsAre("Which lathe?", "Which mill?"));
  EXPECT_EQ(find_post(read(), first.id)->earlier.size(), 2U);
  EXPECT_FALSE(find_payload(read(), told.front())) << "it would outlive the post's deletion";
  edit(first, "Which drill?");
  EXPECT_THAT(texts(versions(first)), ElementsAre("Which lathe?", "Which mill?", "Which drill?"));
}

TEST_F(HistoryTest, SoItIsWithPollsOfOthers) {
  befriend(alice_, eve_);
  auto object = note(eve_, "<p>Which lathe?</p>");
  object["type"] = "Question";
  object["oneOf"] = Json::array({{{"type", "Note"}, {"name", "Old"}}});
  outcome(eve_, activity(eve_, "Create", object));
  for (int n = 1; n < 30; ++n) {
    object["oneOf"][0]["replies"] = {{"totalItems", n}};
    EXPECT_EQ(outcome(eve_, activity(eve_, "Update", object)), Outcome::taken);
  }
  const auto stored = post_at(std::string(*find_string(object, "id")));
  EXPECT_EQ(stored.earlier.size(), 1U);
  EXPECT_EQ(stored.poll->options[0].votes, 29U);
  EXPECT_EQ(versions(stored).size(), 1U);
}

TEST_F(HistoryTest, WhoWasAddedByAnEditSeesNothingOfBefore) {
  const auto bob = Handle::parse("@bob@home.example");
  const auto first =
      post(alice_, NewPost{.text = "About Bob's present", .visibility = Visibility::direct});
  clock_.advance(minutes(1));
  ok(act(alice_, [&](Local& l) {
    return edit_post(l, first.id,
                     {.text = "Hello @bob@home.example", .mentions = {{*bob, bob_.id}}});
  }));
  EXPECT_THAT(texts(versions(first, Destination::to_person(bob_.id))), ElementsAre("Hello @bob"));
  EXPECT_THAT(texts(versions(first, Destination::to_person(alice_.id))),
              ElementsAre("About Bob's present", "Hello @bob"));
  EXPECT_THAT(versions(first), IsEmpty());
}

TEST_F(HistoryTest, OfADeletedPostNoVersionIsLeft) {
  const auto first = post(alice_, "secret");
  edit(first, "less secret");
  ok(act(alice_, [&](Local& l) { return delete_post(l, first.id); }));
  EXPECT_THAT(versions(first), IsEmpty());
}

}  // namespace
}  // namespace hallway::test
