#pragma once
// What the index holds of one post or actor, in the search library's terms. For storage/search_*.cc
// alone.

#include <xapian.h>

#include <set>
#include <string>

#include "storage/search_document.h"
#include "storage/search_facts.h"
#include "storage/search_words.h"

namespace hallway {

struct MadeDocument {
  Xapian::Document document;
  SearchFacts facts;
  std::set<std::string> languages;  // in which its texts are, two letters each
};
MadeDocument make_document(const SearchDocument& from, Stems& stems);

// The list of words by which spelling is mended: takes in what a document says, and out what the
// one of this id (id_term) has said.
void add_spelling(Xapian::WritableDatabase& database, const Xapian::Document& document);
void forget_spelling(Xapian::WritableDatabase& database, const std::string& own);

}  // namespace hallway
