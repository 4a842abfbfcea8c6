// Attack 9: requests that come again, and times that are tricks.

#include "tests/attacks/signature_attack.h"

namespace hallway::test {
namespace {

using Attack09 = SignatureAttack;

TEST_F(Attack09, ARequestThatComesTwiceIsActedOnOnce) {
  const auto follow = cavage({{"date", date_}});
  taken(follow);
  for (int i = 0; i < 3; ++i) ignored(follow, "outcome=seen_before");
}

// Undone in between, it does not come back.
TEST_F(Attack09, AnOldFollowDoesNotRiseAgainAfterItsUndo) {
  const auto follow = cavage({{"date", date_}});
  taken(follow);
  taken(victim_.post(activity_by(mallory_, "Undo", parse_json(body_).value()), mallory_));
  ignored(follow, "outcome=seen_before");
  EXPECT_EQ(victim_.stored().at("follows"), 0U);
}

TEST_F(Attack09, WhatHasNoIdOfItsOwnIsTakenOnceToo) {
  const auto note = note_by(mallory_, evil_.at("/notes/1"), {{"to", {victim_.alice()}}});
  taken(victim_.post(create_by(mallory_, note), mallory_));
  const auto edit = [&](const std::string& text) {
    const auto edited = note_by(mallory_, evil_.at("/notes/1"), {{"content", text}});
    return victim_.post(activity_by(mallory_, "Update", edited, {{"id", nullptr}}), mallory_);
  };
  const auto first = edit("<p>first</p>"), second = edit("<p>second</p>");
  taken(first);
  taken(second);
  ignored(first, "outcome=seen_before");
  EXPECT_EQ(victim_.find_post(evil_.at("/notes/1"))->content, "<p>second</p>");
  const auto nod =
      victim_.post(activity_by(mallory_, "Nod", victim_.alice(), {{"id", nullptr}}), mallory_);
  taken(nod);
  ignored(nod, "outcome=seen_before");
}

TEST_F(Attack09, ATimeBeyondTheWindowIsRefused) {
  for (const auto age : {seconds(12 * 3'600 + 60), days(1), days(9'000), hours(-2), days(-9'000)}) {
    SCOPED_TRACE(age.ms);
    const auto& [key_id, key, ignored] = mallory_.sign;
    for (const auto how : {Signing::cavage_rsa, Signing::rfc9421_rsa}) {
      auto attack = request();
      ASSERT_TRUE(sign_request(attack, how, key_id, key, now_ - age).ok());
      refused(attack, 401, age.ms > 0 ? "too old" : "from the future");
    }
  }
}

TEST_F(Attack09, ATimeThatIsATrickIsRefused) {
  for (const auto* date :
       {"yesterday", "", "0", "2026-11-25T13:00:00Z", "Sun, 31 Feb 2026 25:00 GMT"}) {
    SCOPED_TRACE(date);
    auto attack = cavage({{"date", date}});
    attack.headers.set("Date", date);
    sign_by_hand(attack,
                 Cavage{{target(), host(), {"digest", digest_field(body_)}, {"date", date}},
                        "",
                        mallory_.sign.key_id},
                 mallory_.sign.key);
    refused(attack, 401, "Date");
  }
  const std::string hs2019 = "algorithm=\"hs2019\"";
  const auto now = seconds_from_now(0), past = seconds_from_now(-9), soon = seconds_from_now(60);
  const std::pair<Lines, std::string> drafts[] = {
      {{{"date", date_}}, hs2019 + ",expires=" + past},
      {{{"date", date_}}, hs2019 + ",expires=never"},
      {{{"(created)", "1"}}, hs2019 + ",created=1"},
      {{{"(created)", "-1"}}, hs2019 + ",created=-1"},
      {{{"(created)", now}}, hs2019},
      {{{"(created)", seconds_from_now(7'200)}}, hs2019 + ",created=" + seconds_from_now(7'200)},
      {{{"(created)", now}}, hs2019 + ",created=" + now + ",expires=" + past},
      {{{"(created)", soon}}, hs2019 + ",created=" + soon + ",expires=" + seconds_from_now(30)},
      {{{"(expires)", soon}}, hs2019 + ",expires=" + soon},
      {{{"(created)", "99999999999999999999"}}, hs2019 + ",created=99999999999999999999"},
  };
  for (const auto& [lines, parameters] : drafts) {
    SCOPED_TRACE(parameters);
    refused(cavage(lines, parameters), 401, "reason=");
  }
  for (const auto& times :
       {std::string(), ";expires=" + soon, std::string(";created=1"), std::string(";created"),
        ";created=" + now + ";expires=" + past, ";created=" + now + ".0",
        ";created=\"" + now + "\"", std::string(";created=-1"),
        ";created=" + soon + ";expires=" + seconds_from_now(30)}) {
    SCOPED_TRACE(times);
    refused(rfc9421(all_of_rfc9421(), times), 401, "reason=");
  }
}

}  // namespace
}  // namespace hallway::test
