#include "server/me.h"

#include <gmock/gmock.h>

#include "server/demo_picture.h"
#include "storage/blocks.h"
#include "storage/notifications.h"
#include "storage/reactions.h"
#include "tests/support/signing_in.h"
#include "tests/support/uploading.h"

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
      send("/me/post", "text=1+%3C+2+%26+more&visibility=public&label=public&content_warning=Sums");
  EXPECT_EQ(sent.status, 303) << sent.body;
  const auto page = look("/me", cookie_);
  EXPECT_THAT(page.body, HasSubstr("1 &lt; 2 &amp; more"));
  EXPECT_THAT(page.body, HasSubstr("Sums"));
}

TEST_F(MyPage, WithoutTheTokenNothingIsDone) {
  for (const auto* target :
       {"/me/post", "/me/follow", "/me/like", "/me/boost", "/me/vote", "/me/react"}) {
    const auto body = "text=hello&visibility=public&label=public&handle=@bob&post=1";
    EXPECT_EQ(submit(target, body, cookie_).status, 403) << target;
    EXPECT_EQ(submit(target, std::string(body) + "&form_token=x", cookie_).status, 403) << target;
    EXPECT_EQ(submit(target, body).status, 303) << target << ": to sign in";
  }
  EXPECT_THAT(look("/me", cookie_).body, Not(HasSubstr("hello")));
}

TEST_F(MyPage, APictureIsPostedWithItsWordsAndWithoutScript) {
  EXPECT_THAT(look("/me", cookie_).body, HasSubstr("enctype=\"multipart/form-data\""));
  const test::Form form{{{"text", ""},
                         {"visibility", "public"},
                         {"label", "public"},
                         {"description", "Hills & more"},
                         {"form_token", token_}},
                        {{"file", demo::draw_picture("hills")}}};
  const auto send_form = [&](const test::Form& what) {
    return node_->handle(request("POST", "/me/post",
                                 {{"Cookie", cookie_}, {"Content-Type", test::Form::kType}},
                                 what.body()));
  };
  const auto sent = send_form(form);
  ASSERT_EQ(sent.status, 303) << sent.body;
  const auto page = look("/me", cookie_).body;
  EXPECT_THAT(page, HasSubstr("alt=\"Hills &amp; more\""));
  EXPECT_THAT(page, HasSubstr("/media/"));
  auto wrong = form;
  wrong.files[0].second = "no picture";
  const auto refused = send_form(wrong);
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("no picture, film or sound"));
  EXPECT_THAT(refused.body, HasSubstr("value=\"Hills &amp; more\"")) << "for it to be sent again";
}

TEST_F(MyPage, APollOfSomebodyElseIsVotedInOnce) {
  const auto carol = stranger("carol", "other.example");
  Post post{.iri = test::iri("https://other.example/notes/1"), .author = carol.id};
  post.type = "Question";
  post.poll = Poll{.options = {{"Steel", 0}, {"Brass", 0}}};
  post.mentions = {{test::iri("https://design.example/users/alice"), "@alice"}};
  post.published = clock_.now();
  const auto put = node_->writer().apply([&](WriteTxn& txn) -> Result<void> {
    TRY(add_post(txn, post, clock_.now()));
    const auto alice = find_actor_by_handle(txn, "alice", "design.example");
    return add_recipient(txn, alice->id, post.id);
  });
  ASSERT_TRUE(put.ok());
  EXPECT_THAT(look("/me", cookie_).body, HasSubstr("action=\"/me/vote\""));
  const auto body = "post=" + to_string(post.id);
  EXPECT_EQ(send("/me/vote", body).status, 400) << "nothing chosen";
  EXPECT_EQ(send("/me/vote", body + "&choice=7").status, 400);
  EXPECT_EQ(send("/me/vote", body + "&choice=1").status, 303);
  const auto page = look("/me", cookie_).body;
  EXPECT_THAT(page, Not(HasSubstr("action=\"/me/vote\"")));
  EXPECT_THAT(page, HasSubstr("1 vote"));
}

TEST_F(MyPage, WhoMayReadItAndHowFarItMayGoAreNeverGuessed) {
  const auto wrong = send("/me/post", "text=secret+plan&visibility=friends&label=public");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_THAT(wrong.body, HasSubstr("choose who may read it"));
  const auto unsaid = send("/me/post", "text=secret+plan&visibility=public");
  EXPECT_EQ(unsaid.status, 400);
  EXPECT_THAT(unsaid.body, HasSubstr("choose how far it may go"));
  EXPECT_EQ(send("/me/post", "text=for+us&visibility=public&label=department").status, 303);
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

TEST_F(MyPage, WhatIsRefusedIsKeptToBeMendedAndSentAgain) {
  const auto bob = person("bob", "write");
  const auto id = post(bob, {{"status", "Who knows about seals?"}});
  const auto wrong = send("/me/post",
                          "text=I+%3Cdo%3E&content_warning=%22Seals%22&visibility=&label="
                          "department&in_reply_to=" +
                              id);
  EXPECT_EQ(wrong.status, 400);
  EXPECT_THAT(wrong.body, HasSubstr(">I &lt;do&gt;</textarea>"));
  EXPECT_THAT(wrong.body, HasSubstr("value=\"&quot;Seals&quot;\""));
  EXPECT_THAT(wrong.body, HasSubstr("name=\"in_reply_to\" value=\"" + id + "\""));
  EXPECT_THAT(wrong.body, HasSubstr(R"(<option value="department" selected)"));
  const auto unlabelled = send("/me/post", "text=I+do&visibility=direct");
  EXPECT_EQ(unlabelled.status, 400);
  EXPECT_THAT(unlabelled.body, HasSubstr(R"(<option value="direct" selected)"));
}

TEST_F(MyPage, AnAnswerIsNotOfferedToGoFurtherThanWhatItAnswers) {
  const auto bob = person("bob", "write");
  const auto id = post(bob, {{"status", "For us"}, {"label", "organization"}});
  EXPECT_THAT(look("/me", cookie_).body, HasSubstr(R"(<option value="public")"));
  const auto form = look("/me?reply=" + id, cookie_).body;
  EXPECT_THAT(form, HasSubstr(R"(<option value="organization")"));
  EXPECT_THAT(form, Not(HasSubstr(R"(<option value="partners")")));
}

TEST_F(MyPage, APostSaysHowFarItMayGo) {
  const auto bob = person("bob", "write");
  post(bob, {{"status", "For us"}, {"label", "department"}});
  EXPECT_EQ(send("/me/follow", "handle=@bob").status, 303);
  const auto page = look("/me", cookie_).body;
  const auto posts = page.substr(page.find("For us"));
  EXPECT_THAT(posts, HasSubstr("Only this department"));
}

TEST_F(MyPage, FollowAnswerLikeAndBoostWork) {
  const auto bob = person("bob", "write");
  const auto id = post(bob, {{"status", "Who knows about seals?"}});
  EXPECT_EQ(send("/me/follow", "handle=@bob").status, 303);
  EXPECT_THAT(look("/me", cookie_).body, HasSubstr("Who knows about seals?"));
  const auto form = look("/me?reply=" + id, cookie_);
  EXPECT_THAT(form.body, HasSubstr("In answer to"));
  EXPECT_EQ(send("/me/post", "text=@bob+I+do&visibility=public&label=department&in_reply_to=" + id)
                .status,
            303);
  EXPECT_EQ(send("/me/like", "post=" + id).status, 303);
  EXPECT_EQ(send("/me/boost", "post=" + id).status, 303);
  const auto txn = node_->read();
  const auto number = parse_id(id).value_or(Id{});
  EXPECT_EQ(count_replies(*txn, number), 1u);
  EXPECT_EQ(count_reactions(*txn, number), 1u);
  EXPECT_EQ(count_boosts(*txn, number), 1u);
}

TEST_F(MyPage, AnEmojiIsPressedOnceToReactAndAgainToTakeItBack) {
  const auto bob = person("bob", "write");
  const auto id = post(bob, {{"status", "Who knows about seals?"}});
  EXPECT_EQ(send("/me/follow", "handle=@bob").status, 303);
  const auto pressed = [&](const std::string& emoji) {
    return "value=\"" + emoji + "\" aria-pressed=\"true\"";
  };
  const auto body = "post=" + id + "&emoji=";
  EXPECT_THAT(look("/me", cookie_).body, Not(HasSubstr(pressed("👍"))));
  EXPECT_EQ(send("/me/react", body + "%F0%9F%91%8D").status, 303);
  EXPECT_EQ(send("/me/react", body + "%F0%9F%A6%AD").status, 303);
  const auto page = look("/me", cookie_).body;
  EXPECT_THAT(page, HasSubstr(pressed("👍")));
  EXPECT_THAT(page, HasSubstr(pressed("🦭"))) << "what is not offered can be taken back, too";
  EXPECT_EQ(send("/me/react", body + "%F0%9F%91%8D").status, 303);
  EXPECT_THAT(look("/me", cookie_).body, Not(HasSubstr(pressed("👍"))));
  EXPECT_EQ(send("/me/react", body + "fine").status, 400);
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

class MyNews : public MyPage {
 protected:
  void SetUp() override {
    MyPage::SetUp();
    alice_ = find_actor_by_handle(*node_->read(), "alice", "design.example").value_or(Actor{});
    carol_ = stranger("carol", "other.example");
    Post post{.iri = test::iri("https://other.example/notes/1"), .author = carol_.id};
    post.content = "<p>bad words</p>";
    post.published = clock_.now();
    told([&](WriteTxn& txn) { return add_post(txn, post, clock_.now()); });
    tell({.recipient = alice_.id, .actor = carol_.id, .post = post.id, .at = clock_.now()});
    tell({.recipient = alice_.id,
          .type = NotificationType::follow,
          .actor = carol_.id,
          .at = clock_.now()});
  }
  template <class Change>
  void told(Change&& change) {
    const auto done = node_->writer().apply([&](WriteTxn& txn) { return change(txn); });
    EXPECT_TRUE(done.ok());
  }
  void tell(const Notification& one) {
    told([&](WriteTxn& txn) { return add_notification(txn, one); });
  }
  void nothing_is_shown() {
    const auto page = look("/me", cookie_).body;
    EXPECT_THAT(page, Not(HasSubstr("bad words")));
    EXPECT_THAT(page, Not(HasSubstr("carol")));
    EXPECT_THAT(page, HasSubstr("Nothing yet."));
    const auto token = token_for(*find_account(*node_->read(), "alice"), "read");
    EXPECT_EQ(json(get("/api/v1/notifications", bearer(token))), Json::array());
  }
  Actor alice_, carol_;
};

TEST_F(MyNews, TellsOfPeopleElsewhere) {
  const auto page = look("/me", cookie_).body;
  EXPECT_THAT(page, HasSubstr("bad words"));
  EXPECT_THAT(page, HasSubstr(" follows you"));
}

TEST_F(MyNews, TellsNothingOfTheSuspended) {
  suspend(carol_);
  nothing_is_shown();
}

TEST_F(MyNews, TellsNothingOfABlockedDomain) {
  relate("other.example", Relation::blocked);
  nothing_is_shown();
}

TEST_F(MyNews, TellsNothingOfWhomOneBlocks) {
  told([&](WriteTxn& txn) {
    return put_block(txn, {.by = alice_.id, .whom = carol_.id, .at = clock_.now()});
  });
  nothing_is_shown();
}

TEST_F(MyNews, TellsNothingOfADomainThatOneBlocks) {
  told([&](WriteTxn& txn) {
    return put_domain_block(txn, alice_.id, test::domain("other.example"));
  });
  nothing_is_shown();
}

TEST_F(MyNews, WhatIsHiddenTakesNoPlace) {
  const auto dan = stranger("dan", "third.example");
  tell({.recipient = alice_.id,
        .type = NotificationType::follow,
        .actor = dan.id,
        .at = clock_.now()});
  for (int i = 0; i < 30; ++i) {
    tell({.recipient = alice_.id,
          .type = NotificationType::follow,
          .actor = carol_.id,
          .at = clock_.now()});
  }
  suspend(carol_);
  EXPECT_THAT(look("/me", cookie_).body, HasSubstr("dan"));
}

}  // namespace
}  // namespace hallway
