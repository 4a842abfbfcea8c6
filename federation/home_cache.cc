#include "federation/home_cache.h"

#include <algorithm>
#include <utility>

namespace hallway {

std::shared_ptr<const HomeBeginning> HomeCache::find(const ReadTxn& txn, Id person) {
  const std::lock_guard lock(mutex_);
  auto found = young_.find(person);
  const bool fresh = found != young_.end();
  if (!fresh) found = old_.find(person);
  if (!fresh && found == old_.end()) return nullptr;
  auto beginning = found->second.beginning;
  const auto seen = std::min(found->second.commit, txn.commit_number());
  if (txn.last_written(beginning->from) > seen) return nullptr;
  if (!fresh) put(person, std::move(old_.extract(found).mapped()));
  return beginning;
}

std::shared_ptr<const HomeBeginning> HomeCache::keep(const ReadTxn& txn, Id person,
                                                     HomeBeginning beginning) {
  auto kept = std::make_shared<const HomeBeginning>(std::move(beginning));
  const std::lock_guard lock(mutex_);
  put(person, {.beginning = kept, .commit = txn.commit_number()});
  return kept;
}

void HomeCache::put(Id person, Kept kept) {
  if (young_.size() >= most_ / 2 && !young_.contains(person)) {
    old_ = std::exchange(young_, {});
  }
  old_.erase(person);
  young_.insert_or_assign(person, std::move(kept));
}

}  // namespace hallway
