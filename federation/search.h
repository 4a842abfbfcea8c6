#pragma once
// Posts and people by their words: what was typed, asked of the index, within what the person may
// find (searchable.h).

#include <string>
#include <vector>

#include "federation/home.h"
#include "storage/search_index.h"
#include "storage/search_query.h"
#include "storage/store.h"

namespace hallway {

struct SearchWish {
  std::string typed;
  Id person;          // who searches
  Id author;          // only what they wrote; 0: anybody
  Id max_id, min_id;  // only below, only above; 0: no bound
  size_t offset = 0, limit = 20;
  std::vector<std::string> marks = {};  // of people: all of them (searchable.h)
};

// Posts with all the words; where few have them, those with some follow. Finds nothing where
// nothing is looked for. Fails with unavailable while nothing is indexed yet.
Result<SearchHits> search_posts(const ReadTxn& txn, const Home& home, const SearchIndex& index,
                                const SearchWish& wish);
// People by their names, and by what those who let themselves be found say of themselves; the last
// word may go on. With marks alone, all who have them, the newest first.
Result<SearchHits> search_people(const ReadTxn& txn, const Home& home, const SearchIndex& index,
                                 const SearchWish& wish);

}  // namespace hallway
