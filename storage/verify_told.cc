#include <array>

#include "storage/annual_reads.h"
#include "storage/verify_rows.h"

namespace hallway {
namespace {

Complaint check_people(const ReadTxn& txn, std::string_view key) {
  if (has_actor(txn, number_at(key, 0)) && has_actor(txn, number_at(key, 8))) return {};
  return "is of somebody who is not there";
}

// --- What a person wants to be told ----------------------------------------------------------

Complaint check_policy(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto read = view_record<record::NotificationPolicy>(value);
  if (!read.ok()) return "cannot be read";
  if (!has_actor(txn, number_at(key, 0))) return "is of nobody";
  const auto& policy = **read;
  for (const auto judgement :
       {policy.not_following(), policy.not_followers(), policy.new_accounts(),
        policy.private_mentions(), policy.limited_accounts()}) {
    if (judgement > record::Judgement::MAX) return "judges in a way that does not exist";
  }
  return {};
}

Complaint check_request(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto read = view_record<record::NotificationRequest>(value);
  if (!read.ok()) return "cannot be read";
  const auto& request = **read;
  if (request.id() != number_at(key, 8)) return "has another id than its key";
  const auto* sender = find_record<record::NotificationSender>(
      txn, Table::notification_senders, key_of(number_at(key, 0), request.actor()));
  if (sender && sender->request() == request.id()) return {};
  return "is not the one that its sender has";
}

Complaint check_sender(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto read = view_record<record::NotificationSender>(value);
  if (!read.ok()) return "cannot be read";
  const auto request = (*read)->request();
  if (request != 0 && !txn.has(Table::notification_requests, key_of(number_at(key, 0), request))) {
    return "has a request that is not there";
  }
  return check_people(txn, key);
}

Complaint check_declined(const ReadTxn& txn, std::string_view key, std::string_view) {
  return check_people(txn, key);
}

Complaint check_annual_read(const ReadTxn& txn, std::string_view key, std::string_view value) {
  if (!has_actor(txn, number_at(key, 0))) return "is of nobody";
  const Time read{static_cast<int64_t>(number_at(value, 0))};
  if (read >= begin_of_year(number_at(key, 8))) return {};
  return "was read before the year began";
}

// --- What everybody is told ------------------------------------------------------------------

Complaint check_announcement(const ReadTxn&, std::string_view key, std::string_view value) {
  const auto read = view_record<record::Announcement>(value);
  if (!read.ok()) return "cannot be read";
  if ((*read)->id() == number_at(key, 0)) return {};
  return "has another id than its key";
}

Complaint check_announcement_read(const ReadTxn& txn, std::string_view key, std::string_view) {
  if (!has_actor(txn, number_at(key, 0))) return "is by nobody";
  if (txn.has(Table::announcements, key_of(number_at(key, 8)))) return {};
  return "is of no announcement";
}

Complaint check_announcement_reaction(const ReadTxn& txn, std::string_view key,
                                      std::string_view value) {
  const auto read = view_record<record::AnnouncementReaction>(value);
  if (!read.ok()) return "cannot be read";
  if (!is_digest_of(key.substr(8), text_of((*read)->name()))) return "is another than its key says";
  if (!has_actor(txn, number_at(key, 40))) return "is by nobody";
  if (txn.has(Table::announcements, key_of(number_at(key, 0)))) return {};
  return "is to no announcement";
}

// --- How people come in ----------------------------------------------------------------------

Complaint check_second_factor(const ReadTxn& txn, std::string_view key, std::string_view value) {
  if (!view_record<record::SecondFactor>(value).ok()) return "cannot be read";
  if (txn.has(Table::accounts, key_of(number_at(key, 0)))) return {};
  return "is of no account";
}

constexpr std::array kToldChecks = {
    TableCheck{Table::notification_policies, check_policy},
    TableCheck{Table::notification_requests, check_request},
    TableCheck{Table::notification_senders, check_sender},
    TableCheck{Table::annual_reads, check_annual_read},
    TableCheck{Table::suggestions_declined, check_declined},
    TableCheck{Table::announcements, check_announcement},
    TableCheck{Table::announcement_reads, check_announcement_read},
    TableCheck{Table::announcement_reactions, check_announcement_reaction},
    TableCheck{Table::second_factors, check_second_factor}};

}  // namespace

std::span<const TableCheck> told_checks() { return kToldChecks; }

}  // namespace hallway
