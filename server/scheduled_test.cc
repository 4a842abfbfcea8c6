#include "server/scheduled.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Scheduled : public ApiTest {
 protected:
  void schedule_for(Duration wait, Json body) {
    body["scheduled_at"] = to_rfc3339(clock_.now() + wait);
    done("POST", "/api/v1/statuses", alice_, body);
  }
  std::vector<std::string> home() { return texts(done("GET", "/api/v1/timelines/home", alice_)); }
  size_t waiting() { return done("GET", "/api/v1/scheduled_statuses", alice_).size(); }
};

TEST_F(Scheduled, AtItsTimeItIsPublishedOnce) {
  schedule_for(hours(2), {{"status", "second"}});
  schedule_for(hours(1), {{"status", "first @bob"}});
  ASSERT_TRUE(node_->next_scheduled());
  ASSERT_TRUE(node_->keep_house().ok());
  EXPECT_THAT(home(), IsEmpty());
  clock_.set(*node_->next_scheduled());
  ASSERT_TRUE(node_->keep_house().ok());
  ASSERT_EQ(home().size(), 1U);
  EXPECT_THAT(home()[0], ::testing::HasSubstr("first"));
  EXPECT_EQ(done("GET", "/api/v1/notifications", bob_).size(), 1U) << "whom it mentions is told";
  clock_.advance(hours(3));
  ASSERT_TRUE(node_->keep_house().ok());
  ASSERT_TRUE(node_->keep_house().ok());
  EXPECT_EQ(home().size(), 2U);
  EXPECT_EQ(waiting(), 0U);
  EXPECT_FALSE(node_->next_scheduled());
}

TEST_F(Scheduled, AnAnswerToWhatIsGoneIsPublishedWithoutIt) {
  const auto parent = post(bob_, {{"status", "question"}});
  schedule_for(hours(1), {{"status", "answer"}, {"in_reply_to_id", parent}});
  done("DELETE", "/api/v1/statuses/" + parent, bob_);
  clock_.advance(hours(1));
  ASSERT_TRUE(node_->keep_house().ok());
  EXPECT_THAT(home(), ElementsAre("<p>answer</p>"));
}

TEST_F(Scheduled, OfADisabledPersonItWaitsUntilTheyAreBack) {
  schedule_for(hours(1), {{"status", "later"}});
  ASSERT_TRUE(set_disabled(*node_, "alice", true).ok());
  clock_.advance(hours(2));
  ASSERT_TRUE(node_->keep_house().ok());
  EXPECT_GT(*node_->next_scheduled(), clock_.now());
  ASSERT_TRUE(set_disabled(*node_, "alice", false).ok());
  clock_.set(*node_->next_scheduled());
  ASSERT_TRUE(node_->keep_house().ok());
  EXPECT_FALSE(node_->next_scheduled());
  EXPECT_EQ(json(get("/api/v1/accounts/" + id_of("alice") + "/statuses")).size(), 1U);
}

}  // namespace
}  // namespace hallway::test
