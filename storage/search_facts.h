#pragma once
// What ranking asks of every posting, by the number of its document: a file of records of one size
// beside the search library's own. Values of the library cost a look into a tree each, these a look
// into memory: a file is mapped, so that the system may take the memory back.
//
// One thread writes, any thread reads. A record is on disk before the document that it belongs to:
// one without a document is of no harm, and is written again with it. For storage/search_*.cc
// alone.

#include <cstdint>
#include <filesystem>

#include "storage/descriptor.h"

namespace hallway {

struct SearchFacts {
  uint64_t id = 0;       // of the post or actor; 0: no document has this number
  uint64_t author = 0;   // of a post
  uint64_t topic = 0;    // a number for it; 0: none
  uint32_t length = 0;   // words
  uint8_t reach = 0;     // a Label, as in SearchDocument
  uint8_t accepted = 0;  // as there
  uint16_t reserved = 0;
};
static_assert(sizeof(SearchFacts) == 32);

// Errors of both: unavailable, full.

class SearchFactsWriter {
 public:
  // The file in `folder`, made where there is none.
  static Result<SearchFactsWriter> open(const std::filesystem::path& folder);

  Result<void> put(uint32_t document, const SearchFacts& facts);
  Result<void> sync();  // what was put is on disk

 private:
  explicit SearchFactsWriter(const std::filesystem::path& folder);

  std::filesystem::path path_;
  Descriptor file_;
};

// The file of `from` as the one of `to`, on disk.
Result<void> copy_facts(const std::filesystem::path& from, const std::filesystem::path& to);

class SearchFactsView {
 public:
  static Result<SearchFactsView> open(const std::filesystem::path& folder);
  SearchFactsView(SearchFactsView&& other) noexcept;
  SearchFactsView& operator=(SearchFactsView&&) = delete;
  ~SearchFactsView();

  // Takes in what was added since it was opened.
  Result<void> refresh();
  // To be asked soon: is fetched from memory meanwhile.
  void expect(uint32_t document) const {
    if (document < documents_) __builtin_prefetch(records_ + document);
  }
  [[nodiscard]] SearchFacts of(uint32_t document) const {
    return document < documents_ ? records_[document] : SearchFacts();
  }

 private:
  explicit SearchFactsView(const std::filesystem::path& folder);
  void unmap();

  std::filesystem::path path_;
  Descriptor file_;
  const SearchFacts* records_ = nullptr;
  size_t mapped_ = 0;     // bytes
  size_t documents_ = 0;  // that the file had when it was last looked at
};

}  // namespace hallway
