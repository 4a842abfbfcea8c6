#pragma once
// What a reader of the index holds. For storage/search_*.cc alone.

#include <xapian.h>

#include "storage/search_facts.h"
#include "storage/search_index.h"

namespace hallway {

struct SearchIndex::Reader::Database {
  uint64_t number;  // of the making it reads
  Xapian::Database xapian;
  SearchFactsView facts;
  Stems stems;
};

}  // namespace hallway
