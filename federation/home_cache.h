#pragma once
// What home timelines begin with, kept for those who read theirs again and again: looking through
// the indexes of everybody whom one follows is most of what a page costs. Only which entries there
// are is kept, and only as long as nothing was written that they follow from; who may see them is
// asked of policy each time.

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/posts.h"
#include "storage/store.h"

namespace hallway {

// Of those of whom only some languages are wanted, which.
using Languages = std::map<Id, std::vector<std::string>>;

struct HomeBeginning {
  std::vector<Entry> entries;  // newest first
  bool whole = false;          // there are no others
  Languages languages;
  std::vector<Table> from;  // what all this follows from
};

// Any thread.
class HomeCache {
 public:
  // Of so many people at most: what was asked for longest ago goes.
  explicit HomeCache(size_t most = 1'024) : most_(most) {}

  // Null: not known, or not true any more. False where it was made of something that was written
  // since, or later than `txn` sees.
  std::shared_ptr<const HomeBeginning> find(const ReadTxn& txn, Id person);
  std::shared_ptr<const HomeBeginning> keep(const ReadTxn& txn, Id person, HomeBeginning beginning);

 private:
  struct Kept {
    std::shared_ptr<const HomeBeginning> beginning;
    uint64_t commit = 0;  // that was seen
  };
  using Generation = std::unordered_map<Id, Kept>;
  void put(Id person, Kept kept);

  const size_t most_;
  std::mutex mutex_;
  // What is used comes among the young; when they are half of all, the old ones go.
  Generation young_, old_;
};

}  // namespace hallway
