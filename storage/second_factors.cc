#include "storage/second_factors.h"

#include <algorithm>

#include "storage/record.h"

namespace hallway {
namespace {

std::vector<Digest> digests_in(const std::vector<uint8_t>& bytes) {
  std::vector<Digest> digests(bytes.size() / std::tuple_size_v<Digest>);
  for (size_t i = 0; i < digests.size(); ++i) {
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(i * digests[i].size()),
                digests[i].size(), digests[i].begin());
  }
  return digests;
}

}  // namespace

std::optional<SecondFactor> find_second_factor(const ReadTxn& txn, Id account) {
  const auto value = txn.get(Table::second_factors, key_of(account));
  if (!value) return std::nullopt;
  const auto r = decode_record<record::SecondFactor>(*value);
  if (!r) return std::nullopt;
  return SecondFactor{.secret = bytes_from_record(r->secret),
                      .confirmed = {r->confirmed},
                      .last_step = r->last_step,
                      .recovery = digests_in(r->recovery)};
}

Result<void> put_second_factor(WriteTxn& txn, Id account, const SecondFactor& factor) {
  record::SecondFactorT r;
  r.secret = bytes_for_record(factor.secret);
  r.confirmed = factor.confirmed.ms;
  r.last_step = factor.last_step;
  for (const auto& digest : factor.recovery) {
    r.recovery.insert(r.recovery.end(), digest.begin(), digest.end());
  }
  return txn.put(Table::second_factors, key_of(account), encode_record<record::SecondFactor>(r));
}

Result<void> erase_second_factor(WriteTxn& txn, Id account) {
  return txn.erase(Table::second_factors, key_of(account));
}

}  // namespace hallway
