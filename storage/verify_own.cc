// Rows of what people here keep for themselves.

#include <algorithm>
#include <array>

#include "storage/kept_activities.h"
#include "storage/push.h"
#include "storage/verify_rows.h"
#include "storage/work_profile.h"

namespace hallway {
namespace {

bool is_of_somebody(const ReadTxn& txn, std::string_view key) {
  return has_actor(txn, number_at(key, 0));
}

Complaint check_bookmark(const ReadTxn& txn, std::string_view key, std::string_view value) {
  if (!is_of_somebody(txn, key)) return "is nobody's";
  const auto post = number_at(value, 0);
  if (!post_at(txn, post)) return "is of no post";
  const auto id = txn.get(Table::bookmarks_by_post, key_of(post, number_at(key, 0)));
  if (is_number(id, number_at(key, 8))) return {};
  return "cannot be found by its post";
}

Complaint check_bookmark_by_post(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto post = txn.get(Table::bookmarks, key_of(number_at(key, 8), number_at(value, 0)));
  if (is_number(post, number_at(key, 0))) return {};
  return "points to no bookmark";
}

// A record of somebody that says what its key says.
template <class Record>
Complaint check_own(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto read = view_record<Record>(value);
  if (!read.ok()) return "cannot be read";
  if (!is_of_somebody(txn, key)) return "is nobody's";
  return {};
}

template <class Record>
Complaint check_numbered(const ReadTxn& txn, std::string_view key, std::string_view value) {
  if (auto complaint = check_own<Record>(txn, key, value)) return complaint;
  if ((*view_record<Record>(value))->id() == number_at(key, 8)) return {};
  return "has another id than its key";
}

Complaint check_list(const ReadTxn& txn, std::string_view key, std::string_view value) {
  if (auto complaint = check_numbered<record::List>(txn, key, value)) return complaint;
  if ((*view_record<record::List>(value))->replies() <= record::ListReplies::MAX) return {};
  return "shows replies in a way that does not exist";
}

Complaint check_member(const ReadTxn& txn, std::string_view key, std::string_view) {
  if (!txn.has(Table::lists, key.substr(0, 16))) return "is on no list";
  if (has_actor(txn, number_at(key, 16))) return {};
  return "is nobody";
}

Complaint check_filter(const ReadTxn& txn, std::string_view key, std::string_view value) {
  if (auto complaint = check_numbered<record::Filter>(txn, key, value)) return complaint;
  if ((*view_record<record::Filter>(value))->action() <= record::FilterAction::MAX) return {};
  return "does what does not exist";
}

Complaint check_endorsement(const ReadTxn& txn, std::string_view key, std::string_view) {
  if (is_of_somebody(txn, key) && has_actor(txn, number_at(key, 8))) return {};
  return "is of somebody who is not there";
}

Complaint check_followed_tag(const ReadTxn& txn, std::string_view key, std::string_view value) {
  if (auto complaint = check_own<record::FollowedTag>(txn, key, value)) return complaint;
  if (is_digest_of(key.substr(8), text_of((*view_record<record::FollowedTag>(value))->name()))) {
    return {};
  }
  return "names another tag than its key";
}

Complaint check_marker(const ReadTxn& txn, std::string_view key, std::string_view value) {
  if (auto complaint = check_own<record::Marker>(txn, key, value)) return complaint;
  if (is_digest_of(key.substr(8), text_of((*view_record<record::Marker>(value))->timeline()))) {
    return {};
  }
  return "is of another timeline than its key";
}

Complaint check_remark(const ReadTxn& txn, std::string_view key, std::string_view value) {
  if (auto complaint = check_own<record::Remark>(txn, key, value)) return complaint;
  if (has_actor(txn, number_at(key, 8))) return {};
  return "is about nobody";
}

Complaint check_muted_thread(const ReadTxn& txn, std::string_view key, std::string_view) {
  if (is_of_somebody(txn, key)) return {};
  return "is nobody's";
}

Complaint check_scheduled(const ReadTxn& txn, std::string_view key, std::string_view value) {
  if (auto complaint = check_numbered<record::ScheduledPost>(txn, key, value)) {
    return complaint;
  }
  const auto& post = **view_record<record::ScheduledPost>(value);
  if (post.author() != number_at(key, 0)) return "is of somebody else than its key says";
  if (txn.has(Table::scheduled_due, key_of(Time{post.at()}, post.id(), post.author()))) return {};
  return "would never be published";
}

Complaint check_scheduled_due(const ReadTxn& txn, std::string_view key, std::string_view) {
  if (txn.has(Table::scheduled, key_of(number_at(key, 16), number_at(key, 8)))) return {};
  return "points to no scheduled post";
}

Complaint check_subscription(const ReadTxn& txn, std::string_view key, std::string_view value) {
  if (!is_of_somebody(txn, key)) return "is nobody's";
  const auto read = view_record<record::PushSubscription>(value);
  if (!read.ok()) return "cannot be read";
  if ((*read)->policy() > record::PushPolicy::MAX) return "has a policy that does not exist";
  const auto size_of = [](const auto* bytes) { return bytes ? bytes->size() : 0; };
  if (size_of((*read)->p256dh()) == kPushKeyBytes && size_of((*read)->auth()) == kPushAuthBytes) {
    return {};
  }
  return "has no keys";
}

Complaint check_push(const ReadTxn& txn, std::string_view key, std::string_view value) {
  if (auto complaint = check_numbered<record::Push>(txn, key, value)) return complaint;
  const auto& push = **view_record<record::Push>(value);
  if (txn.has(Table::pushes_due, key_of(Time{push.next()}, push.id(), number_at(key, 0)))) {
    return {};
  }
  return "would never be sent";
}

Complaint check_push_due(const ReadTxn& txn, std::string_view key, std::string_view) {
  if (txn.has(Table::pushes, key_of(number_at(key, 16), number_at(key, 8)))) return {};
  return "points to nothing that is owed";
}

Complaint check_kept_activity(const ReadTxn& txn, std::string_view key, std::string_view value) {
  if (!is_of_somebody(txn, key)) return "is nobody's";
  if (number_at(key, 8) > static_cast<uint64_t>(Box::outbox)) return "is in a box of no kind";
  if (txn.has(Table::log, key_of(number_at(value, 0)))) return {};
  return "is of no activity";
}

Complaint check_kept_object(const ReadTxn& txn, std::string_view key, std::string_view value) {
  if (auto complaint = check_numbered<record::KeptObject>(txn, key, value)) return complaint;
  if ((*view_record<record::KeptObject>(value))->owner() == number_at(key, 0)) return {};
  return "is of somebody else than its key says";
}

Complaint check_imported(const ReadTxn& txn, std::string_view key, std::string_view value) {
  if (!is_of_somebody(txn, key)) return "is nobody's";
  const auto became = number_at(value, 0);
  const auto* post = post_at(txn, became);
  if (became == number_at(key, 0) || (post && post->author() == number_at(key, 0))) return {};
  return "became nothing of theirs";
}

bool names_skill(const ReadTxn& txn, uint64_t actor, std::string_view digest) {
  const auto* record = find_record<record::Actor>(txn, Table::actors, key_of(actor));
  const auto* skills = record && record->work() ? record->work()->skills() : nullptr;
  if (!skills) return false;
  return std::any_of(skills->begin(), skills->end(), [&](const auto* skill) {
    return is_digest_of(digest, skill_key(text_of(skill)));
  });
}

Complaint check_skill_endorsement(const ReadTxn& txn, std::string_view key, std::string_view) {
  const auto whom = number_at(key, 0), by = number_at(key, 40);
  if (!has_actor(txn, by)) return "is by nobody";
  if (!names_skill(txn, whom, key.substr(8, 32))) return "is of a skill that nobody named";
  const auto reverse = std::string(key.substr(40, 8)) + std::string(key.substr(0, 40));
  if (txn.has(Table::skill_endorsements_by, reverse)) return {};
  return "cannot be found by who endorses";
}

Complaint check_skill_endorsement_by(const ReadTxn& txn, std::string_view key, std::string_view) {
  const auto forward = std::string(key.substr(8, 40)) + std::string(key.substr(0, 8));
  if (txn.has(Table::skill_endorsements, forward)) return {};
  return "points to no endorsement";
}

constexpr std::array kOwnChecks = {
    TableCheck{Table::bookmarks, check_bookmark},
    TableCheck{Table::bookmarks_by_post, check_bookmark_by_post},
    TableCheck{Table::lists, check_list},
    TableCheck{Table::list_members, check_member},
    TableCheck{Table::filters, check_filter},
    TableCheck{Table::markers, check_marker},
    TableCheck{Table::remarks, check_remark},
    TableCheck{Table::endorsements, check_endorsement},
    TableCheck{Table::followed_tags, check_followed_tag},
    TableCheck{Table::muted_threads, check_muted_thread},
    TableCheck{Table::conversation_marks, check_own<record::ConversationMark>},
    TableCheck{Table::scheduled, check_scheduled},
    TableCheck{Table::scheduled_due, check_scheduled_due},
    TableCheck{Table::push_subscriptions, check_subscription},
    TableCheck{Table::pushes, check_push},
    TableCheck{Table::pushes_due, check_push_due},
    TableCheck{Table::kept_activities, check_kept_activity},
    TableCheck{Table::kept_objects, check_kept_object},
    TableCheck{Table::imported, check_imported},
    TableCheck{Table::skill_endorsements, check_skill_endorsement},
    TableCheck{Table::skill_endorsements_by, check_skill_endorsement_by}};

}  // namespace

std::span<const TableCheck> own_checks() { return kOwnChecks; }

}  // namespace hallway
