#pragma once
// The full-text index of a node, in DIR/search: a view of the store that can be thrown away at any
// time and made anew. It knows words and ids, and nothing of who may see what.
//
// One thread writes, any thread reads; what was written is seen after commit(). Each making of the
// index is a folder of its own, DIR/search/N: while a new one is made, the present one answers and
// goes on taking changes, and goes away once the new one is whole.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "storage/search_document.h"
#include "storage/search_words.h"
#include "storage/values/result.h"

namespace hallway {

class SearchIndex {
 public:
  // `folder`: DIR/search. Nothing on disk is touched yet.
  explicit SearchIndex(std::filesystem::path folder);
  ~SearchIndex();  // what was not committed is lost, and is done again
  SearchIndex(const SearchIndex&) = delete;
  SearchIndex& operator=(const SearchIndex&) = delete;

  // --- Writing: one thread -------------------------------------------------------------------
  // Errors: unavailable, full; whatever was not committed is to be done again.

  // Opens what is there; where nothing whole is, or what is there cannot be read or was made by
  // another version of this, a new one is begun. Again is no error.
  Result<void> open();
  // Puts the document in the place of what is known of this id.
  Result<void> put(const SearchDocument& document);
  Result<void> erase(Searched kind, Id id);
  // `position`: what part of the log is in it, in the caller's words.
  Result<void> commit(std::string_view position);
  [[nodiscard]] std::string position();  // of the present one, as committed
  [[nodiscard]] size_t uncommitted() const { return uncommitted_; }

  // Begins a new one beside the present one; one that was begun is begun again.
  Result<void> begin_anew();
  [[nodiscard]] bool is_made_anew() const;
  // To the new one alone; `reached` is kept with it, for whoever goes on after a crash.
  Result<void> put_anew(const SearchDocument& document);
  void reach(std::string_view reached);
  [[nodiscard]] std::string reached() const { return reached_; }
  // The new one is whole: a compact copy of it answers from then on. Ends what was the present one.
  Result<void> finish_anew(std::string_view position);

  // --- Reading: any thread -------------------------------------------------------------------

  // A look at one state of the index.
  class Reader {
   public:
    struct Database;
    Reader(Reader&&) noexcept;
    Reader& operator=(Reader&&) = delete;
    ~Reader();
    [[nodiscard]] Database& database() const { return *database_; }

   private:
    friend class SearchIndex;
    Reader(const SearchIndex& index, std::unique_ptr<Database> database);
    const SearchIndex* index_;
    std::unique_ptr<Database> database_;
  };
  // Fails with unavailable while there is nothing to read yet.
  [[nodiscard]] Result<Reader> read() const;
  [[nodiscard]] uint64_t bytes() const;  // on disk

 private:
  struct Part;
  Result<void> open_newest(const std::vector<uint64_t>& numbers);
  Result<std::unique_ptr<Part>> open_part(uint64_t number);
  Result<std::unique_ptr<Part>> compacted(Part& part);  // a copy with the next number
  Result<void> remove(uint64_t number);
  Result<void> put_in(Part& part, const SearchDocument& document);
  static Result<void> erase_in(Part& part, Searched kind, Id id);
  void show(uint64_t number);
  void give_back(std::unique_ptr<Reader::Database> database) const;

  const std::filesystem::path folder_;
  std::unique_ptr<Part> present_, anew_;
  Stems stems_;
  std::string reached_;
  size_t uncommitted_ = 0;
  mutable std::mutex mutex_;
  uint64_t shown_ = 0;  // the part that readers read; 0: none
  mutable std::vector<std::unique_ptr<Reader::Database>> spare_;
};

}  // namespace hallway
