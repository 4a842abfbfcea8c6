#include "federation/report.h"

#include <gmock/gmock.h>

#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class ReportTest : public ActsTest {
 protected:
  [[nodiscard]] std::vector<Report> reports() const {
    std::vector<Report> all;
    scan_reports(read(), [&](const Report& one) {
      all.push_back(one);
      return true;
    });
    return all;
  }
  Json flag(const Json& objects, const std::string& comment = "rude") {
    auto out = activity(eve_, "Flag", objects);
    out["content"] = comment;
    return out;
  }
  Result<Report> tell(const Actor& by, const NewReport& fresh) {
    return act(by, [&](Local& local) { return report(local, fresh); });
  }
};

// --- reports that arrive ---

TEST_F(ReportTest, AReportOfSomebodyHereIsKeptWithItsPosts) {
  const auto mine = post(alice_), other = post(bob_);
  const Json objects[] = {
      Json::array({alice_.iri.text(), mine.iri.text(), other.iri.text(), eve_.iri.text()}),
      Json::array({mine.iri.text()}),
      {{"type", "Note"}, {"id", mine.iri.text()}}};
  for (const auto& object : objects) {
    EXPECT_EQ(outcome(eve_, flag(object)), Outcome::taken) << object;
    const auto kept = reports().front();
    EXPECT_EQ(kept.target, alice_.id);
    EXPECT_EQ(kept.reporter, eve_.id);
    EXPECT_EQ(kept.posts, std::vector{mine.id});
    EXPECT_EQ(kept.comment, "rude");
    EXPECT_TRUE(kept.is_open());
    clock_.advance(seconds(1));
  }
  EXPECT_EQ(count_open_reports(read()), 3U);
  EXPECT_THAT(notified(alice_), IsEmpty()) << "who is reported is not told";
  EXPECT_THAT(owed(), IsEmpty());
}

TEST_F(ReportTest, AReportOfNobodyHereLeavesNoTrace) {
  const auto theirs = known_note(eve_);
  const auto before = rows();
  const Json objects[] = {nullptr,
                          mallory_.iri.text(),
                          theirs.iri.text(),
                          "https://home.example/users/nobody",
                          home_.instance_actor().text() + "/x",
                          Json::array()};
  for (const auto& object : objects) {
    EXPECT_EQ(outcome(eve_, flag(object)), Outcome::ignored) << object;
  }
  EXPECT_EQ(rows(), before);
}

TEST_F(ReportTest, AFloodOfReportsIsCutOff) {
  for (int i = 0; i < 20; ++i) {
    ASSERT_EQ(outcome(eve_, flag(alice_.iri.text())), Outcome::taken) << i;
  }
  const auto before = rows();
  EXPECT_EQ(outcome(eve_, flag(alice_.iri.text())), Outcome::ignored);
  EXPECT_EQ(rows(), before);
  EXPECT_EQ(outcome(mallory_, activity(mallory_, "Flag", alice_.iri.text())), Outcome::taken)
      << "others are still heard";
  clock_.advance(hours(2));
  EXPECT_EQ(outcome(eve_, flag(alice_.iri.text())), Outcome::taken);
}

TEST_F(ReportTest, Attack29AHugeReportIsCut) {
  Json objects = Json::array({alice_.iri.text()});
  for (int i = 0; i < 5'000; ++i) objects.push_back("https://home.example/x/" + std::to_string(i));
  EXPECT_EQ(outcome(eve_, flag(objects, std::string(100'000, 'x') + "\x01")), Outcome::taken);
  EXPECT_EQ(reports().front().comment.size(), kMostReportComment);
  EXPECT_THAT(reports().front().posts, IsEmpty());
}

// --- of people here ---

TEST_F(ReportTest, WhatStaysHereIsSentToNobody) {
  const auto theirs = known_note(eve_);
  forget_owed();
  const auto made =
      ok(tell(alice_, {.target = eve_.id, .posts = {theirs.id, Id{7}}, .comment = "spam"}));
  EXPECT_EQ(made.posts, std::vector{theirs.id});
  EXPECT_FALSE(made.forwarded);
  EXPECT_THAT(owed(), IsEmpty());
  EXPECT_EQ(reports().front().reporter, alice_.id);
  const auto inside = ok(tell(alice_, {.target = bob_.id, .forward = true}));
  EXPECT_FALSE(inside.forwarded) << "there is nobody to forward it to";
  EXPECT_THAT(owed(), IsEmpty());
}

TEST_F(ReportTest, AForwardedReportIsTheNodesAndNamesNoReporter) {
  const auto theirs = known_note(eve_);
  forget_owed();
  ok(tell(alice_, {.target = eve_.id, .posts = {theirs.id}, .comment = "spam", .forward = true}));
  EXPECT_THAT(owed(), ElementsAre("Flag https://remote.example/inbox"));
  const auto sent = last_logged();
  EXPECT_EQ(sent["actor"], home_.instance_actor().text());
  EXPECT_EQ(sent["object"], Json::array({eve_.iri.text(), theirs.iri.text()}));
  EXPECT_EQ(sent["content"], "spam");
  EXPECT_THAT(dump_json(sent), Not(HasSubstr("alice")));
}

TEST_F(ReportTest, WhatIsNoReportIsRefused) {
  const auto before = rows();
  EXPECT_EQ(code_of(tell(alice_, {.target = alice_.id})), Code::invalid);
  EXPECT_EQ(code_of(tell(alice_, {.target = Id{9}})), Code::not_found);
  EXPECT_EQ(code_of(tell(alice_, {.target = eve_.id, .comment = std::string(5'001, 'x')})),
            Code::invalid);
  EXPECT_EQ(code_of(tell(alice_, {.target = eve_.id, .posts = std::vector<Id>(101)})),
            Code::invalid);
  EXPECT_EQ(rows(), before);
}

TEST_F(ReportTest, WhatOneCannotSeeOneCannotReport) {
  const auto few = post(bob_, NewPost{.text = "few", .visibility = Visibility::direct});
  EXPECT_THAT(ok(tell(alice_, {.target = bob_.id, .posts = {few.id}})).posts, IsEmpty());
}

TEST_F(ReportTest, AResolvedReportIsCountedNoMore) {
  const auto made = ok(tell(alice_, {.target = eve_.id}));
  clock_.advance(hours(1));
  const auto resolve = [&](Id id, std::string_view words) {
    return writer_->apply(
        [&](WriteTxn& txn) { return resolve_report(txn, id, words, clock_.now()); });
  };
  ok(resolve(made.id, "talked to them"));
  EXPECT_EQ(count_open_reports(read()), 0U);
  const auto at = clock_.now();
  clock_.advance(hours(1));
  const auto again = ok(resolve(made.id, "twice"));
  EXPECT_EQ(again.resolved, at);
  EXPECT_EQ(again.resolution, "twice");
  EXPECT_EQ(code_of(resolve(Id{1}, "")), Code::not_found);
}

}  // namespace
}  // namespace hallway::test
