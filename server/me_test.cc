#include "server/me.h"

#include <gmock/gmock.h>

#include "storage/reactions.h"
#include "tests/support/signing_in.h"

namespace hallway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class MyPage : public test::SignInTest {
 protected:
  void SetUp() override {
    SignInTest::SetUp();
    cookie_ = enter("alice");
    token_ = form_token_in(look("/me", cookie_));
  }
  Response send(const std::string& target, const std::string& body) {
    return submit(target, body + "&form_token=" + token_, cookie_);
  }
  std::string cookie_, token_;
};

TEST_F(MyPage, PostsAppearAtHomeEscaped) {
  const auto sent =
      send("/me/post", "text=1+%3C+2+%26+more&visibility=public&content_warning=Sums");
  EXPECT_EQ(sent.status, 303) << sent.body;
  const auto page = look("/me", cookie_);
  EXPECT_THAT(page.body, HasSubstr("1 &lt; 2 &amp; more"));
  EXPECT_THAT(page.body, HasSubstr("Sums"));
}

TEST_F(MyPage, WithoutTheTokenNothingIsDone) {
  for (const auto* target : {"/me/post", "/me/follow", "/me/like", "/me/boost"}) {
    const auto body = "text=hello&visibility=public&handle=@bob&post=1";
    EXPECT_EQ(submit(target, body, cookie_).status, 403) << target;
    EXPECT_EQ(submit(target, std::string(body) + "&form_token=x", cookie_).status, 403) << target;
    EXPECT_EQ(submit(target, body).status, 303) << target << ": to sign in";
  }
  EXPECT_THAT(look("/me", cookie_).body, Not(HasSubstr("hello")));
}

TEST_F(MyPage, VisibilityIsNeverGuessed) {
  const auto wrong = send("/me/post", "text=secret+plan&visibility=friends");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_THAT(wrong.body, HasSubstr("choose who may read it"));
  EXPECT_EQ(send("/me/post", "text=for+us&visibility=local").status, 303);
  const auto txn = node_->read();
  const auto actor = find_actor_by_handle(*txn, "alice", "design.example");
  std::vector<Post> posts;
  scan_author(*txn, actor->id, Id{}, [&](Entry entry) {
    posts.push_back(*find_post(*txn, entry.id));
    return true;
  });
  ASSERT_EQ(posts.size(), 1u);
  EXPECT_EQ(posts.front().label, Label::department);
}

TEST_F(MyPage, FollowAnswerLikeAndBoostWork) {
  const auto bob = person("bob", "write");
  const auto id = post(bob, {{"status", "Who knows about seals?"}});
  EXPECT_EQ(send("/me/follow", "handle=@bob").status, 303);
  EXPECT_THAT(look("/me", cookie_).body, HasSubstr("Who knows about seals?"));
  const auto form = look("/me?reply=" + id, cookie_);
  EXPECT_THAT(form.body, HasSubstr("In answer to"));
  EXPECT_EQ(send("/me/post", "text=@bob+I+do&visibility=public&in_reply_to=" + id).status, 303);
  EXPECT_EQ(send("/me/like", "post=" + id).status, 303);
  EXPECT_EQ(send("/me/boost", "post=" + id).status, 303);
  const auto txn = node_->read();
  const auto number = parse_id(id).value_or(Id{});
  EXPECT_EQ(count_replies(*txn, number), 1u);
  EXPECT_EQ(count_reactions(*txn, number), 1u);
  EXPECT_EQ(count_boosts(*txn, number), 1u);
}

TEST_F(MyPage, SomebodyWhoIsNotThereIsSaidInWords) {
  const auto page = send("/me/follow", "handle=@nobody");
  EXPECT_EQ(page.status, 404);
  EXPECT_THAT(page.body, HasSubstr("role=\"alert\""));
}

TEST_F(MyPage, NotificationsTellWhoDidWhat) {
  const auto bob = person("bob", "write");
  post(bob, {{"status", "@alice have you seen this?"}});
  EXPECT_THAT(look("/me", cookie_).body, HasSubstr("mentioned you"));
}

}  // namespace
}  // namespace hallway
