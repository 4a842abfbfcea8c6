#include "storage/refused.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "storage/record.h"

namespace hallway {
namespace {

// When something of a domain was refused last; one that cannot be read is as old as can be.
Time last_of(std::string_view value) {
  const auto read = view_record<record::Refusals>(value);
  const auto* list = read ? (*read)->list() : nullptr;
  return list && list->size() > 0 ? Time{list->Get(0)->at()} : Time{};
}

}  // namespace

Result<void> add_refusals(WriteTxn& txn, std::string_view domain, std::vector<Refusal> fresh) {
  auto known = list_refusals(txn, domain);
  std::ranges::move(known, std::back_inserter(fresh));
  if (fresh.size() > kRefusalsKept) fresh.resize(kRefusalsKept);
  record::RefusalsT r;
  r.domain = domain;
  for (auto& one : fresh) {
    auto& row = r.list.emplace_back(std::make_unique<record::RefusalT>());
    row->at = one.at.ms;
    row->code = std::move(one.code);
    row->what = std::move(one.what);
    row->from = std::move(one.from);
  }
  return txn.put(Table::refusals, key_of_text(domain), encode_record<record::Refusals>(r));
}

std::vector<Refusal> list_refusals(const ReadTxn& txn, std::string_view domain) {
  const auto value = txn.get(Table::refusals, key_of_text(domain));
  auto r = value ? decode_record<record::Refusals>(*value)
                 : Result<record::RefusalsT>(fail(Code::not_found, ""));
  std::vector<Refusal> list;
  if (!r) return list;
  for (auto& one : r->list) {
    list.push_back({.at = {one->at},
                    .code = std::move(one->code),
                    .what = std::move(one->what),
                    .from = std::move(one->from)});
  }
  return list;
}

Result<void> forget_refusals(WriteTxn& txn, Time before) {
  std::vector<std::pair<Time, std::string>> domains;
  txn.scan(Table::refusals, {}, [&](std::string_view key, std::string_view value) {
    domains.emplace_back(last_of(value), key);
    return true;
  });
  std::ranges::sort(domains);
  size_t too_many = domains.size() - std::min(domains.size(), kMostRefusedDomains);
  for (const auto& [last, key] : domains) {
    if (too_many == 0 && last >= before) return {};
    TRY(txn.erase(Table::refusals, key));
    too_many -= std::min<size_t>(too_many, 1);
  }
  return {};
}

bool has_refusals_before(const ReadTxn& txn, Time before) {
  if (txn.count(Table::refusals) > kMostRefusedDomains) return true;
  bool found = false;
  txn.scan(Table::refusals, {}, [&](std::string_view, std::string_view value) {
    found = last_of(value) < before;
    return !found;
  });
  return found;
}

}  // namespace hallway
