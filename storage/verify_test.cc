#include "storage/verify.h"

#include <gmock/gmock.h>

#include "storage/accounts.h"
#include "storage/actors.h"
#include "storage/announcements.h"
#include "storage/annual_reads.h"
#include "storage/apps.h"
#include "storage/asked.h"
#include "storage/blocks.h"
#include "storage/bookmarks.h"
#include "storage/conversation_marks.h"
#include "storage/deliveries.h"
#include "storage/fetches.h"
#include "storage/filters.h"
#include "storage/followed_tags.h"
#include "storage/follows.h"
#include "storage/imported.h"
#include "storage/kept_activities.h"
#include "storage/kept_objects.h"
#include "storage/lists.h"
#include "storage/log.h"
#include "storage/markers.h"
#include "storage/media.h"
#include "storage/muted_threads.h"
#include "storage/notification_policy.h"
#include "storage/notification_requests.h"
#include "storage/notifications.h"
#include "storage/outcomes.h"
#include "storage/pins.h"
#include "storage/push.h"
#include "storage/quotes.h"
#include "storage/reactions.h"
#include "storage/refused.h"
#include "storage/regards.h"
#include "storage/relays.h"
#include "storage/reports.h"
#include "storage/scheduled_posts.h"
#include "storage/second_factors.h"
#include "storage/skill_endorsements.h"
#include "storage/suggestions.h"
#include "storage/tokens.h"
#include "storage/verify_rows.h"
#include "storage/votes.h"
#include "storage/withdrawn.h"
#include "tests/support/verifying.h"

namespace hallway {
namespace {

using test::all_of;
using test::iri;
using test::kNow;
using ::testing::HasSubstr;

// A store in which each table but `meta` and `positions` has a row, as the nouns write them.
class Verify : public test::VerifyTest {
 protected:
  void SetUp() override {
    VerifyTest::SetUp();
    write([&](WriteTxn& txn) -> Result<void> {
      const auto alice = TRY(add_person(txn, "alice")), bob = TRY(add_person(txn, "bob"));
      TRY(add_account(txn, alice));
      const auto seq =
          TRY(append_log(txn, seal(random_, "{}"), {.at = kNow, .actor = address("alice").text()}));
      TRY(mark_seen(txn, address("act/1"), seq));
      TRY(add_posts(txn, alice, bob, seq));
      TRY(add_objects(txn, alice, bob));
      TRY(add_ties(txn, alice, bob));
      TRY(add_told(txn, alice, bob));
      TRY(add_acts(txn, alice, bob));
      TRY(add_own(txn, alice, bob));
      TRY(add_departed(txn, bob));
      return add_work(txn, alice, seq);
    });
  }

  static Iri address(const std::string& path) { return iri("https://a.example/" + path); }

  static Result<Id> add_person(WriteTxn& txn, const std::string& name) {
    Actor actor{.iri = address(name), .name = name, .domain = "a.example", .local = true};
    actor.keys.push_back({.id = address(name).text() + "#key", .der = "der"});
    actor.work.skills = {"Tea"};
    TRY(put_actor(txn, actor, kNow));
    return actor.id;
  }

  static Result<void> add_account(WriteTxn& txn, Id actor) {
    Account account{.name = "Alice", .actor = actor, .created = kNow};
    TRY(put_account(txn, account));
    TRY(put_app(txn, {.client_id = "app", .name = "An app", .created = kNow}));
    Media upload{.owner = actor};
    TRY(put_media(txn, upload, kNow));
    TRY(put_token(txn, "secret", {.account = account.id, .created = kNow, .client = "app"}));
    const auto key = TRY(PrivateKey::generate(KeyType::ed25519));
    return put_private_key(txn, actor, KeyType::ed25519, {.der = key.to_der(), .created = kNow});
  }

  static Result<void> add_posts(WriteTxn& txn, Id alice, Id bob, uint64_t seq) {
    Post first{.iri = address("p/1"),
               .author = alice,
               .tags = {"tea"},
               .links = {"https://b.example/"},
               .document = seq};
    TRY(add_post(txn, first, kNow));
    Post reply{.iri = address("p/2"), .author = bob, .in_reply_to = first.iri};
    TRY(add_post(txn, reply, kNow));
    Post orphan{.iri = address("p/3"), .author = bob, .in_reply_to = address("p/0")};
    TRY(add_post(txn, orphan, kNow));
    Post buried{.iri = address("p/4"), .author = bob, .in_reply_to = first.iri};
    TRY(add_post(txn, buried, kNow));
    TRY(bury_post(txn, buried.id, kNow));
    TRY(add_recipient(txn, alice, reply.id));
    TRY(add_pin(txn, alice, first.id, kNow));
    Reaction like{.iri = address("l/1"), .actor = bob, .post = first.id, .at = kNow};
    TRY(add_reaction(txn, like, kNow));
    Reaction emoji{
        .iri = address("l/2"), .actor = bob, .post = first.id, .content = "🎉", .at = kNow};
    TRY(add_reaction(txn, emoji, kNow));
    Boost boost{.iri = address("b/1"), .actor = bob, .post = first.id, .at = kNow};
    TRY(add_boost(txn, boost, kNow));
    TRY(put_withdrawn(txn, {.id = {1}, .iri = address("b/2")}));
    return add_notification(txn, {.recipient = alice, .actor = bob, .post = reply.id, .at = kNow});
  }

  static Result<void> add_objects(WriteTxn& txn, Id alice, Id bob) {
    Post poll{.iri = address("p/5"), .author = alice, .type = "Question"};
    poll.poll = Poll{.options = {{"Yes", 1}, {"No", 0}}};
    poll.tags = {"tea"};
    poll.question = true;
    TRY(add_post(txn, poll, kNow));
    TRY(put_votes(txn, poll.id, bob, 1));
    TRY(put_poll_due(txn, poll.id, kNow));
    Post quote{.iri = address("p/6"), .author = bob};
    quote.quote = poll.iri;
    quote.question = true;
    quote.accepted_answer = address("p/2");
    TRY(add_post(txn, quote, kNow));
    TRY(add_asked(txn, bob, poll.id, kNow));
    return put_consent(txn, {.post = poll.id, .quoting = quote.iri, .actor = bob, .at = kNow});
  }

  static Result<void> add_ties(WriteTxn& txn, Id alice, Id bob) {
    Follow follow{.iri = address("f/1"), .follower = bob, .followee = alice, .at = kNow};
    follow.state = FollowState::accepted;
    follow.notify = true;
    return put_follow(txn, follow);
  }

  static Result<void> add_told(WriteTxn& txn, Id alice, Id bob) {
    TRY(put_notification_policy(txn, alice, {.new_accounts = Judgement::filter}));
    TRY(add_notification(txn, {.recipient = alice, .actor = bob, .at = kNow}));
    TRY(decline_suggestion(txn, alice, bob, kNow));
    TRY(mark_year_read(txn, alice, year_of(kNow) - 1, kNow));
    Announcement announcement{.text = "Tea at four", .published = kNow};
    TRY(put_announcement(txn, announcement));
    TRY(mark_announcement_read(txn, alice, announcement.id, kNow));
    TRY(add_announcement_reaction(txn, announcement.id, "🎉", bob, kNow));
    const auto account = find_account_of(txn, alice);
    if (!account) return fail(Code::not_found, "alice has no account");
    return put_second_factor(txn, account->id, {.secret = "shared", .recovery = {sha256("code")}});
  }

  static Result<void> add_acts(WriteTxn& txn, Id alice, Id bob) {
    TRY(put_block(txn, {.iri = address("x/1"), .by = alice, .whom = bob, .at = kNow}));
    TRY(put_mute(txn, {.by = alice, .whom = bob, .at = kNow}));
    TRY(put_domain_block(txn, alice, test::domain("b.example")));
    Report open{.reporter = alice, .target = bob, .at = kNow};
    TRY(put_report(txn, open));
    Relay relay{.address = address("relay"), .follow = address("f/2"), .at = kNow};
    return put_relay(txn, relay);
  }

  static Result<void> add_own(WriteTxn& txn, Id alice, Id bob) {
    const auto post = find_post(txn, address("p/1"));
    TRY(add_bookmark(txn, alice, post->id, kNow));
    List list{.owner = alice, .title = "Close"};
    TRY(put_list(txn, list, kNow));
    TRY(add_list_member(txn, list, bob));
    Filter filter{.owner = alice, .title = "Noise", .contexts = kFilterHome};
    filter.keywords.push_back({.text = "noise"});
    TRY(put_filter(txn, filter, kNow));
    TRY(set_marker(txn, alice, "home", post->id, kNow));
    TRY(put_remark(txn, alice, bob, "from the fair"));
    TRY(add_endorsement(txn, alice, bob, kNow));
    TRY(add_skill_endorsement(txn, {.whom = bob, .skill = "tea", .by = alice}, kNow));
    TRY(add_followed_tag(txn, alice, "tea", kNow));
    TRY(add_muted_thread(txn, alice, post->context, kNow));
    TRY(put_conversation_mark(txn, alice, post->context, {.read = post->id}));
    TRY(keep_activity(txn, alice, Box::inbox, post->document, kNow));
    TRY(put_imported(txn, alice, sha256("a line"), post->id));
    TRY(put_imported(txn, alice, sha256("Alice"), alice));
    KeptObject object{.owner = alice, .json = "{}", .at = kNow};
    TRY(put_kept_object(txn, object, kNow));
    ScheduledPost later{.author = alice, .at = kNow + hours(1), .wish = "{}"};
    TRY(put_scheduled(txn, later, kNow));
    PushSubscription phone{.person = alice,
                           .token = sha256("secret"),
                           .endpoint = address("push"),
                           .p256dh = std::string(kPushKeyBytes, 'k'),
                           .auth = std::string(kPushAuthBytes, 'a'),
                           .alerts = ~0U};
    TRY(put_push_subscription(txn, phone));
    Push push{.person = alice, .token = phone.token, .notification = {1}, .next = kNow};
    return put_push(txn, push);
  }

  static Result<void> add_work(WriteTxn& txn, Id signer, uint64_t seq) {
    const auto peer = TRY(meet_peer(txn, test::domain("b.example"), kNow));
    Delivery delivery{.peer = peer.id, .inbox = iri("https://b.example/inbox"), .activity = seq};
    delivery.signer = signer;
    delivery.created = delivery.next = kNow;
    delivery.things = {7};
    TRY(put_delivery(txn, delivery));
    TRY(put_outcome(txn, delivery, /*delivered=*/true, kNow));
    TRY(add_refusals(txn, "b.example", {{.at = kNow, .code = "forbidden"}}));
    TRY(add_fetch(
        txn, {.iri = address("p/0"), .reason = FetchReason::again, .next = kNow, .created = kNow}));
    return add_fetch(txn, {.iri = address("p/0"), .next = kNow, .created = kNow});
  }

  static std::vector<Table> tables() {
    std::vector<Table> all;
    for (size_t i = 0; i < static_cast<size_t>(Table::count_); ++i) {
      const auto table = static_cast<Table>(i);
      if (table != Table::meta && table != Table::positions) all.push_back(table);
    }
    return all;
  }
};

TEST_F(Verify, WhatTheNounsWriteIsGood) {
  const auto found = verify_rows(read());
  EXPECT_TRUE(found.good()) << all_of(found);
  EXPECT_EQ(found.entries, 1U);
  EXPECT_GT(found.rows, 30U);
}

TEST_F(Verify, ADocumentMayBeFetchedForEveryPurposeAtOnce) {
  const auto before = read().count(Table::fetches);
  const auto found = after([&](WriteTxn& txn) -> Result<void> {
    for (const auto reason :
         {FetchReason::boosted, FetchReason::refresh, FetchReason::again, FetchReason::activity,
          FetchReason::moved, FetchReason::followers, FetchReason::answers, FetchReason::approval,
          FetchReason::reaction_approval}) {
      TRY(add_fetch(txn, {.iri = address("p/1"), .reason = reason, .about = Id{7}}));
    }
    EXPECT_EQ(txn.count(Table::fetches), before + 8) << "boosted and refresh share one";
    return {};
  });
  EXPECT_TRUE(found.good()) << all_of(found);
}

// A table that nobody checks is one in which nothing is ever found.
TEST_F(Verify, EveryTableHasACheckAndARowHere) {
  for (const auto table : tables()) {
    EXPECT_NE(row_check_of(table), nullptr)
        << name_of(table) << " needs a check in one of storage/verify_*.cc";
    EXPECT_FALSE(rows_of(table).empty())
        << name_of(table) << " needs a row in this test, as its noun writes it";
  }
}

// Rows that nothing else vouches for: they may come and go.
bool stands_alone(Table table, std::string_view key) {
  switch (table) {
    case Table::payloads:
    case Table::seen:
    case Table::handles:
    case Table::by_parent_iri:
    case Table::by_person:
    case Table::notifications:
    case Table::peers_due:
    case Table::keys:
    case Table::tokens:
    case Table::mutes:
    case Table::domain_blocks:
    case Table::relays:
    case Table::votes:
    case Table::polls_due:
    case Table::quote_consents:
    case Table::departed:
    case Table::outcomes:
    case Table::refusals:
    case Table::search_due:
    case Table::notification_policies:
    case Table::annual_reads:
    case Table::questions_due:
    case Table::asked:
    case Table::suggestions_declined:
    case Table::announcement_reads:
    case Table::announcement_reactions:
    case Table::second_factors:
    case Table::pins:
    case Table::list_members:
    case Table::watchers:
    case Table::tallies:
    case Table::filters:
    case Table::markers:
    case Table::remarks:
    case Table::endorsements:
    case Table::followed_tags:
    case Table::muted_threads:
    case Table::conversation_marks:
    case Table::kept_activities:
    case Table::kept_objects:
    case Table::imported:
    case Table::media:
    case Table::push_subscriptions:
    case Table::withdrawn: return true;
    case Table::iris: return key.size() == 40;  // of a public key
    default: return false;
  }
}

TEST_F(Verify, AMissingRowIsFoundWhereOthersPointToIt) {
  const auto follow = key_of_text(address("f/1").text());
  const auto block = key_of_text(address("x/1").text());
  for (const auto table : tables()) {
    for (const auto& row : rows_of(table)) {
      if (stands_alone(table, row.first) || row.first == follow.view() || row.first == block.view())
        continue;
      const auto found = after([&](WriteTxn& txn) { return txn.erase(table, row.first); });
      EXPECT_FALSE(found.good()) << name_of(table);
    }
  }
}

TEST_F(Verify, ARowThatPointsToNothingIsFound) {
  for (const auto table : tables()) {
    for (auto row : rows_of(table)) {
      // The same at another place: what its key or value names is not there.
      row.first.back() = static_cast<char>(row.first.back() + 7);
      const bool names_by_value = table == Table::tokens || table == Table::seen ||
                                  table == Table::kept_activities || table == Table::imported;
      if (names_by_value) row.second = std::string(8, '\x07');
      if (table == Table::withdrawn || table == Table::push_subscriptions) row.second.clear();
      const auto found =
          after([&](WriteTxn& txn) { return txn.put(table, row.first, row.second); });
      const bool by_value = table == Table::iris && row.first.size() == 40;
      // Of a thread whose posts were all forgotten something may be left.
      const bool of_thread = table == Table::muted_threads || table == Table::conversation_marks ||
                             table == Table::asked;
      EXPECT_EQ(found.good(), by_value || of_thread) << name_of(table);
      if (found.good()) continue;
      EXPECT_THAT(all_of(found), HasSubstr(std::string(name_of(table))));
    }
  }
}

TEST_F(Verify, ARecordThatCannotBeReadIsFoundAndNamed) {
  for (const auto table : {Table::log,
                           Table::payloads,
                           Table::actors,
                           Table::posts,
                           Table::follows,
                           Table::reactions,
                           Table::boosts,
                           Table::notifications,
                           Table::deliveries,
                           Table::fetches,
                           Table::peers,
                           Table::accounts,
                           Table::keys,
                           Table::tokens,
                           Table::blocks,
                           Table::mutes,
                           Table::reports,
                           Table::relays,
                           Table::quote_consents,
                           Table::notification_policies,
                           Table::notification_requests,
                           Table::notification_senders,
                           Table::announcements,
                           Table::announcement_reactions,
                           Table::second_factors,
                           Table::refusals}) {
    const auto key = rows_of(table).front().first;
    const auto found =
        after([&](WriteTxn& txn) { return txn.put(table, key, std::string(64, '\xee')); });
    EXPECT_THAT(all_of(found), HasSubstr(std::string(name_of(table)) + " "));
    EXPECT_THAT(all_of(found), HasSubstr("cannot be read"));
  }
}

}  // namespace
}  // namespace hallway
