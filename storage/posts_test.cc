#include "storage/posts.h"

#include "storage/log.h"
#include "storage/names.h"
#include "storage/reactions.h"
#include "tests/support/rows.h"

namespace hallway {
namespace {

using namespace test;

Iri post_iri(uint64_t n) { return iri("https://a.example/p/" + std::to_string(n)); }

class Posts : public StoreTest {
 protected:
  // Post `n`, a minute after post n - 1; answers post `parent` where there is one.
  static Post draft(uint64_t n, uint64_t parent = 0, Id author = kAlice) {
    Post p;
    p.iri = post_iri(n);
    p.author = author;
    p.content = "<p>" + std::to_string(n) + "</p>";
    p.published = kNow - days(1) + minutes(static_cast<int64_t>(n));
    if (parent) p.in_reply_to = post_iri(parent);
    return p;
  }
  Id add(Post post) {
    write([&](WriteTxn& txn) { return add_post(txn, post, kNow); });
    return post.id;
  }
  Post get(uint64_t n) { return find_post(read(), post_iri(n)).value_or(Post()); }
  Id id(uint64_t n) { return get(n).id; }
  Ids thread(uint64_t n) { return find_thread(read(), get(n).context, 100); }
  Ids tagged(std::string_view tag) {
    Ids ids;
    scan_tag(read(), tag, Id{}, [&](Id id) { return ids.push_back(id), true; });
    return ids;
  }
  Ids by(Id author, Id before = {}, size_t most = 100) {
    Ids ids;
    scan_author(read(), author, before,
                [&](Entry e) { return ids.push_back(e.id), ids.size() < most; });
    return ids;
  }
};

TEST_F(Posts, ComeBackAsTheyWereAdded) {
  auto p = draft(1);
  p.type = "Article";
  p.title = "A title";
  p.summary = "A warning";
  p.sensitive = true;
  p.language = "de";
  p.url = iri("https://a.example/@alice/1");
  p.visibility = Visibility::followers;
  p.label = Label::partners;
  p.to = {"https://a.example/users/alice/followers"};
  p.cc = {"https://b.example/users/bob"};
  p.mentions = {{.iri = iri("https://b.example/users/bob"), .name = "@bob@b.example"}};
  p.tags = {"welding"};
  p.attachments = {{.type = "Image",
                    .media_type = "image/png",
                    .url = iri("https://a.example/1.png"),
                    .name = "A seam",
                    .blurhash = "LKO2",
                    .width = 640,
                    .height = 480,
                    .focal_x = 0.5F,
                    .focal_y = -0.5F,
                    .preview = iri("https://a.example/1s.png")}};
  p.starts = kNow + days(1);
  p.ends = kNow + days(2);
  p.place = "Hall 1";
  p.poll = Poll{.options = {{"Yes", 3}, {"No", 0}},
                .multiple = true,
                .ends = kNow + days(3),
                .closed = kNow + days(4),
                .voters = 2};
  p.emojis = {{"cat", iri("https://a.example/cat.png")}};
  p.quote = iri("https://b.example/p/7");
  p.quote_consent = iri("https://b.example/consents/1");
  p.quote_state = QuoteState::revoked;
  p.quote_policy = QuotePolicy::followers;
  p.approval = Approval::given;
  p.blind = {"https://b.example/u/carol"};
  p.document = 42;
  p.source = "**1**";
  p.conversation = "tag:a.example,1";
  p.updated = kNow;
  p.local = false;
  add(p);
  const auto found = get(1);
  EXPECT_EQ(found.iri, p.iri);
  EXPECT_EQ(found.id.time(), p.published);
  EXPECT_EQ(std::tie(found.type, found.title, found.summary, found.language, found.content),
            std::tie(p.type, p.title, p.summary, p.language, p.content));
  EXPECT_EQ(std::tie(found.url, found.to, found.cc, found.tags, found.document, found.source),
            std::tie(p.url, p.to, p.cc, p.tags, p.document, p.source));
  EXPECT_EQ(std::tie(found.visibility, found.label, found.conversation, found.updated),
            std::tie(p.visibility, p.label, p.conversation, p.updated));
  EXPECT_TRUE(found.sensitive);
  EXPECT_EQ(found.mentions.at(0).name, "@bob@b.example");
  EXPECT_EQ(found.attachments.at(0).name, "A seam");
  EXPECT_EQ(found.attachments.at(0).height, 480U);
  EXPECT_EQ(found.attachments.at(0).focal_y, -0.5F);
  EXPECT_EQ(found.context, found.id);
  EXPECT_EQ(found.attachments.at(0).preview, p.attachments.at(0).preview);
  EXPECT_EQ(std::tie(found.starts, found.ends, found.place, found.emojis),
            std::tie(p.starts, p.ends, p.place, p.emojis));
  ASSERT_TRUE(found.poll);
  EXPECT_EQ(found.poll->options, p.poll->options);
  EXPECT_EQ(std::tie(found.poll->multiple, found.poll->ends, found.poll->closed),
            std::tie(p.poll->multiple, p.poll->ends, p.poll->closed));
  EXPECT_EQ(found.poll->voters, 2U);
  EXPECT_EQ(std::tie(found.quote, found.quote_consent, found.quote_state, found.quote_policy),
            std::tie(p.quote, p.quote_consent, p.quote_state, p.quote_policy));
  EXPECT_EQ(found.approval, p.approval);
  EXPECT_EQ(found.blind, p.blind);
}

TEST_F(Posts, HowFarOneMayGoIsKnownWithoutTheRest) {
  auto p = draft(1);
  p.label = Label::partners;
  add(p);
  EXPECT_EQ(find_label(read(), post_iri(1)), Label::partners);
  EXPECT_EQ(find_label(read(), post_iri(2)), std::nullopt);
}

TEST_F(Posts, ARemotePostStandsAtItsOwnTimeAndALocalOneAtItsArrival) {
  EXPECT_EQ(add(draft(1)).time(), draft(1).published);
  auto local = draft(2);
  local.local = true;
  EXPECT_EQ(add(local).time(), kNow);
  auto future = draft(3);
  future.published = kNow + days(9);
  EXPECT_EQ(add(future).time(), kNow);
}

TEST_F(Posts, AKnownIriIsAConflictAndChangesNothing) {
  add(draft(1));
  auto other = draft(1);
  other.content = "<p>mine</p>";
  const auto outcome = writer_->apply([&](WriteTxn& txn) { return add_post(txn, other, kNow); });
  EXPECT_EQ(outcome.error().code, Code::conflict);
  EXPECT_EQ(get(1).content, "<p>1</p>");
  EXPECT_EQ(read().count(Table::posts), 1U);
}

TEST_F(Posts, AReplyJoinsTheThreadOfItsParent) {
  add(draft(1));
  add(draft(2, 1));
  add(draft(3, 2, kBob));
  EXPECT_EQ(get(3).parent, id(2));
  EXPECT_EQ(get(3).context, id(1));
  EXPECT_EQ(thread(3), (Ids{id(1), id(2), id(3)}));
  EXPECT_EQ(find_replies(read(), id(1), 10), Ids{id(2)});
  EXPECT_EQ(count_replies(read(), id(1)), 1U);
  EXPECT_EQ(find_thread(read(), id(1), 2).size(), 2U);
  EXPECT_TRUE(find_replies(read(), id(3), 10).empty());
}

// However a thread of five arrives, it looks the same in the end.
TEST_F(Posts, RepliesThatCameBeforeTheirParentFindTheirPlace) {
  const uint64_t parents[] = {0, 0, 1, 2, 2, 4};  // of post n
  std::vector<uint64_t> order = {1, 2, 3, 4, 5};
  int tried = 0;
  do {
    close();
    std::filesystem::remove_all(dir_.path() / "store");
    open();
    for (const auto n : order) add(draft(n, parents[n]));
    const auto where = ::testing::PrintToString(order);
    EXPECT_EQ(thread(5), (Ids{id(1), id(2), id(3), id(4), id(5)})) << where;
    for (uint64_t n = 1; n <= 5; ++n) {
      EXPECT_EQ(get(n).context, id(1)) << where;
      EXPECT_EQ(get(n).parent, parents[n] ? id(parents[n]) : Id{}) << where;
    }
    EXPECT_EQ(find_replies(read(), id(2), 10), (Ids{id(3), id(4)})) << where;
    EXPECT_EQ(read().count(Table::by_parent_iri), 0U) << where;
    EXPECT_EQ(read().count(Table::by_context), 5U) << where;
    std::ranges::next_permutation(order);
  } while (++tried < 40);
}

TEST_F(Posts, PostsThatAnswerEachOtherEndSomewhere) {
  add(draft(1, 3));
  add(draft(2, 1));
  add(draft(3, 2));
  add(draft(4, 4));  // itself
  for (const uint64_t from : {1U, 2U, 3U, 4U}) {
    auto post = get(from);
    int steps = 0;
    while (post.parent && ++steps < 10) post = find_post(read(), post.parent).value();
    EXPECT_LT(steps, 10) << from;
  }
  EXPECT_EQ(thread(3).size(), 3U);
  EXPECT_EQ(read().count(Table::by_parent_iri), 0U);
}

TEST_F(Posts, ABuriedPostKeepsItsPlaceAndLosesItsText) {
  add(draft(1));
  auto p = draft(2, 1);
  p.tags = {"welding"};
  p.source = "typed";
  p.attachments = {{.url = iri("https://a.example/1.png")}};
  SeededRandom random(1);
  p.document =
      write([&](WriteTxn& txn) { return append_log(txn, seal(random, "the text"), {.at = kNow}); });
  add(p);
  add(draft(3, 2));
  const auto bury = [&] { write([&](WriteTxn& txn) { return bury_post(txn, id(2), kNow); }); };
  bury();
  const auto gone = get(2);
  EXPECT_TRUE(gone.gone);
  EXPECT_EQ(gone.gone_at, kNow);
  EXPECT_EQ(gone.content + gone.source, "");
  EXPECT_TRUE(gone.attachments.empty() && gone.tags.empty());
  EXPECT_FALSE(find_payload(read(), p.document));
  EXPECT_TRUE(tagged("welding").empty());
  EXPECT_EQ(by(kAlice), (Ids{id(3), id(1)}));
  EXPECT_EQ(thread(3), (Ids{id(1), id(2), id(3)}));
  EXPECT_TRUE(verify_log(read()).ok());
  bury();
  EXPECT_EQ(
      writer_->apply([&](WriteTxn& txn) { return bury_post(txn, Id{99}, kNow); }).error().code,
      Code::not_found);
}

TEST_F(Posts, NoVersionOfABuriedPostIsLeftInTheLog) {
  SeededRandom random(1);
  const auto log = [&](std::string_view text) {
    return write([&](WriteTxn& txn) { return append_log(txn, seal(random, text), {.at = kNow}); });
  };
  auto p = draft(1);
  p.document = log("first");
  p.id = add(p);
  for (const auto* text : {"second", "third"}) {
    p.document = log(text);
    write([&](WriteTxn& txn) { return update_post(txn, p); });
  }
  const auto other = log("somebody else's");
  write([&](WriteTxn& txn) { return bury_post(txn, p.id, kNow); });
  for (uint64_t seq = 1; seq <= 3; ++seq) EXPECT_FALSE(find_payload(read(), seq)) << seq;
  EXPECT_TRUE(find_payload(read(), other));
}

TEST_F(Posts, AnUpdateChangesTextAndTagsAndNothingElse) {
  add(draft(1));
  auto p = draft(2, 1);
  p.tags = {"old", "both"};
  p.id = add(p);
  auto changed = p;
  changed.content = "<p>better</p>";
  changed.tags = {"both", "new"};
  changed.author = kBob;
  changed.iri = post_iri(9);
  changed.in_reply_to = Iri();
  changed.parent = changed.context = Id{};
  write([&](WriteTxn& txn) { return update_post(txn, changed); });
  EXPECT_EQ(get(2).content, "<p>better</p>");
  EXPECT_EQ(get(2).author, kAlice);
  EXPECT_EQ(get(2).parent, id(1));
  EXPECT_EQ(get(2).context, id(1));
  EXPECT_TRUE(tagged("old").empty());
  EXPECT_EQ(tagged("both"), Ids{p.id});
  EXPECT_EQ(tagged("new"), Ids{p.id});
}

TEST_F(Posts, AnUpdateBringsNobodyBack) {
  auto p = draft(1);
  p.id = add(p);
  write([&](WriteTxn& txn) { return bury_post(txn, p.id, kNow); });
  const auto update = [&] {
    return writer_->apply([&](WriteTxn& txn) { return update_post(txn, p); }).error().code;
  };
  EXPECT_EQ(update(), Code::gone);
  p.id = Id{99};
  EXPECT_EQ(update(), Code::not_found);
  EXPECT_EQ(get(1).content, "");
}

TEST_F(Posts, AnAuthorsIndexHoldsPostsAndBoostsNewestFirst) {
  for (uint64_t n = 1; n <= 4; ++n) add(draft(n));
  add(draft(5, 0, kBob));
  Boost boost{.iri = iri("https://a.example/b/1"), .actor = kAlice, .post = id(5), .at = kNow};
  write([&](WriteTxn& txn) { return add_boost(txn, boost, kNow); });
  EXPECT_EQ(by(kAlice), (Ids{boost.id, id(4), id(3), id(2), id(1)}));
  EXPECT_EQ(by(kAlice, id(3)), (Ids{id(2), id(1)}));
  EXPECT_EQ(by(kAlice, {}, 2), (Ids{boost.id, id(4)}));
  EXPECT_EQ(by(kAlice, id(1)), Ids{});
  EXPECT_EQ(count_entries(read(), kAlice, 100), 5U);
  EXPECT_EQ(count_entries(read(), kAlice, 3), 3U);
  EXPECT_EQ(count_entries(read(), kAlice, 0), 0U);
  scan_author(read(), kAlice, Id{}, [&](Entry e) {
    EXPECT_EQ(e.kind, e.id == boost.id ? EntryKind::boost : EntryKind::post);
    return true;
  });
}

TEST_F(Posts, WhatReachedAPersonIsListedOnceNewestFirst) {
  write([](WriteTxn& txn) -> Result<void> {
    for (const uint64_t n : {5U, 3U, 4U, 4U}) {
      TRY(add_recipient(txn, kBob, Id{n}));
    }
    return add_recipient(txn, kAlice, Id{9});
  });
  Ids ids;
  scan_person(read(), kBob, Id{}, [&](Id id) { return ids.push_back(id), true; });
  EXPECT_EQ(ids, (Ids{Id{5}, Id{4}, Id{3}}));
  ids.clear();
  scan_person(read(), kBob, Id{5}, [&](Id id) { return ids.push_back(id), ids.size() < 1; });
  EXPECT_EQ(ids, Ids{Id{4}});
}

TEST(PostNames, AreThoseOfTheClientApiAndComeBack) {
  for (const auto v :
       {Visibility::public_, Visibility::unlisted, Visibility::followers, Visibility::direct}) {
    EXPECT_EQ(parse_visibility(name_of(v)), v);
  }
  for (const auto l : {Label::department, Label::organization, Label::partners, Label::public_}) {
    EXPECT_EQ(parse_label(name_of(l)), l);
  }
  EXPECT_EQ(parse_visibility("private"), Visibility::followers);
  EXPECT_FALSE(parse_visibility("Public"));
  EXPECT_FALSE(parse_label(""));
}

TEST_F(Posts, StandUnderThePagesThatTheyLeadTo) {
  const std::string page = "https://c.example/pumps", other = "https://c.example/valves";
  const auto leading = [&](const std::string& address, Id before = {}) {
    Ids ids;
    scan_link(read(), address, before, [&](Id one) { return ids.push_back(one), true; });
    return ids;
  };
  auto first = draft(1), second = draft(2);
  first.links = {page, other};
  second.links = {page};
  add(first);
  add(second);
  EXPECT_EQ(leading(page), (Ids{id(2), id(1)}));
  EXPECT_EQ(leading(page, id(2)), Ids{id(1)});
  Ids up;
  scan_link_up(read(), page, id(1), [&](Id one) { return up.push_back(one), true; });
  EXPECT_EQ(up, Ids{id(2)});
  auto edited = get(1);
  edited.links = {other};
  write([&](WriteTxn& txn) { return update_post(txn, edited); });
  EXPECT_EQ(leading(page), Ids{id(2)});
  EXPECT_EQ(leading(other), Ids{id(1)});
  write([&](WriteTxn& txn) { return bury_post(txn, id(1), kNow); });
  EXPECT_TRUE(leading(other).empty());
}

}  // namespace
}  // namespace hallway
