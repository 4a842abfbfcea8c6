// A post that comes once more, by the same name or another, is there once.

#include "federation/post.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

class PostAgainTest : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    befriend(alice_, eve_);
  }
  Json create(Json object) { return activity(eve_, "Create", std::move(object)); }
};

TEST_F(PostAgainTest, ACreateNamedAfterItsPostIsRememberedByIt) {
  for (const std::string end : {"/activity", "/create", "#create"}) {
    const auto object = note(eve_, "<p>first</p>");
    const auto id = std::string(*find_string(object, "id"));
    auto sent = create(object);
    sent["id"] = id + end;
    const auto marked = count(Table::seen);
    EXPECT_EQ(outcome(eve_, sent), Outcome::taken) << end;
    EXPECT_EQ(count(Table::seen), marked) << end << ": no row but the post's own";
    const auto before = rows();
    EXPECT_EQ(outcome(eve_, sent), Outcome::seen_before) << end;
    // Nor does the name come to name anything else.
    auto other = activity(eve_, "Like", post_at(id).iri.text());
    other["id"] = id + end;
    EXPECT_EQ(outcome(eve_, other), Outcome::seen_before) << end;
    EXPECT_EQ(rows(), before) << end;
  }
}

TEST_F(PostAgainTest, ACreateNamedAfterSomethingElseIsRememberedByItsOwnName) {
  const auto first = note(eve_, "<p>first</p>");
  const auto second = note(eve_, "<p>second</p>");
  auto sent = create(first);
  sent["id"] = std::string(*find_string(second, "id")) + "/activity";
  EXPECT_EQ(outcome(eve_, sent), Outcome::taken);
  sent["object"] = second;
  EXPECT_EQ(outcome(eve_, sent), Outcome::seen_before);
}

TEST_F(PostAgainTest, TheSamePostAgainChangesNothing) {
  auto object = note(eve_, "<p>first</p>");
  EXPECT_EQ(outcome(eve_, create(object)), Outcome::taken);
  object["content"] = "<p>second</p>";
  const auto before = rows();
  EXPECT_EQ(outcome(eve_, create(object)), Outcome::ignored);
  EXPECT_EQ(rows(), before);
  EXPECT_EQ(post_at(*find_string(object, "id")).content, "<p>first</p>");
}

}  // namespace
}  // namespace hallway::test
