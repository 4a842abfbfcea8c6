#include "storage/search_index.h"

#include <algorithm>
#include <set>

#include "storage/search_database.h"
#include "storage/search_making.h"
#include "storage/search_reader.h"
#include "storage/values/crypto.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFormat = "5";  // of terms and values: another one makes the index anew
constexpr std::string_view kFormatKey = "format", kWholeKey = "whole", kPositionKey = "position",
                           kReachedKey = "reached";
constexpr size_t kMostSpare = 8;

std::vector<uint64_t> numbers_in(const fs::path& folder) {
  std::vector<uint64_t> numbers;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const auto id = parse_id(entry.path().filename().string());
    if (id.ok() && id->value != 0) numbers.push_back(id->value);
  }
  std::ranges::sort(numbers);
  return numbers;
}

Result<void> set_metadata(Xapian::WritableDatabase& database, std::string_view key,
                          std::string_view value) {
  return guarded([&]() -> Result<void> {
    database.set_metadata(std::string(key), std::string(value));
    return {};
  });
}

}  // namespace

// One making of the index, open for writing.
struct SearchIndex::Part {
  uint64_t number;
  Xapian::WritableDatabase database;
  SearchFactsWriter facts;
  std::set<std::string> languages;
};

SearchIndex::Reader::Reader(const SearchIndex& index, std::unique_ptr<Database> database)
    : index_(&index), database_(std::move(database)) {}
SearchIndex::Reader::Reader(Reader&&) noexcept = default;
SearchIndex::Reader::~Reader() {
  if (database_) index_->give_back(std::move(database_));
}

SearchIndex::SearchIndex(fs::path folder) : folder_(std::move(folder)) {}

SearchIndex::~SearchIndex() {
  for (auto* part : {&present_, &anew_}) {
    // What is pending would be committed without the position that belongs to it, which harms
    // nothing, but takes its time.
    if (*part)
      (void)guarded([&]() -> Result<void> {
        (*part)->database.close();
        return {};
      });
  }
}

Result<std::unique_ptr<SearchIndex::Part>> SearchIndex::open_part(uint64_t number) {
  return guarded([&]() -> Result<std::unique_ptr<Part>> {
    const auto path = folder_ / std::to_string(number);
    Xapian::WritableDatabase database(path.string(), Xapian::DB_CREATE_OR_OPEN);
    auto facts = TRY(SearchFactsWriter::open(path));
    std::unique_ptr<Part> part(new Part{number, std::move(database), std::move(facts), {}});
    const auto languages = part->database.get_metadata(std::string(kLanguagesKey));
    for (size_t at = 0; at + 2 <= languages.size(); at += 2) {
      part->languages.insert(languages.substr(at, 2));
    }
    return part;
  });
}

Result<void> SearchIndex::remove(uint64_t number) {
  std::error_code error;
  fs::remove_all(folder_ / std::to_string(number), error);
  if (!error) return {};
  return fail(Code::unavailable,
              (folder_ / std::to_string(number)).string() + ": " + error.message());
}

Result<void> SearchIndex::open() {
  if (present_ || anew_) return {};
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) return fail(Code::unavailable, folder_.string() + ": " + error.message());
  fs::permissions(folder_, fs::perms::owner_all, error);
  auto opened = open_newest(numbers_in(folder_));
  if (!opened.ok()) return opened;
  if (present_ || anew_) return {};
  return begin_anew();
}

// The last that is whole is the present one; one after it is being made. All others are left over.
Result<void> SearchIndex::open_newest(const std::vector<uint64_t>& numbers) {
  for (auto at = numbers.rbegin(); at != numbers.rend(); ++at) {
    if (present_) {
      TRY(remove(*at));
      continue;
    }
    auto part = open_part(*at);
    const auto has = [&](std::string_view key, std::string_view value) {
      return (*part)->database.get_metadata(std::string(key)) == value;
    };
    if (!part.ok() || !has(kFormatKey, kFormat)) {
      if (part.ok()) (*part)->database.close();
      TRY(remove(*at));
    } else if (has(kWholeKey, "1")) {
      present_ = std::move(*part);
    } else if (!anew_) {
      reached_ = (*part)->database.get_metadata(std::string(kReachedKey));
      anew_ = std::move(*part);
    } else {
      (*part)->database.close();
      TRY(remove(*at));
    }
  }
  if (present_ || anew_) show(present_ ? present_->number : anew_->number);
  return {};
}

Result<void> SearchIndex::put_in(Part& part, const SearchDocument& document) {
  return guarded([&]() -> Result<void> {
    const auto made = make_document(document, stems_);
    const auto own = id_term(document.kind, document.id);
    part.languages.insert(made.languages.begin(), made.languages.end());
    forget_spelling(part.database, own);
    if (document.open) add_spelling(part.database, made.document);
    return part.facts.put(part.database.replace_document(own, made.document), made.facts);
  });
}

Result<void> SearchIndex::erase_in(Part& part, Searched kind, Id id) {
  return guarded([&]() -> Result<void> {
    const auto own = id_term(kind, id);
    forget_spelling(part.database, own);
    const auto known = part.database.postlist_begin(own);
    if (known == part.database.postlist_end(own)) return {};
    TRY(part.facts.put(*known, {}));
    part.database.delete_document(own);
    return {};
  });
}

Result<void> SearchIndex::put(const SearchDocument& document) {
  for (auto* part : {present_.get(), anew_.get()}) {
    if (part) TRY(put_in(*part, document));
  }
  ++uncommitted_;
  return {};
}

Result<void> SearchIndex::erase(Searched kind, Id id) {
  for (auto* part : {present_.get(), anew_.get()}) {
    if (part) TRY(erase_in(*part, kind, id));
  }
  ++uncommitted_;
  return {};
}

Result<void> SearchIndex::commit(std::string_view position) {
  return guarded([&]() -> Result<void> {
    for (auto* part : {present_.get(), anew_.get()}) {
      if (!part) continue;
      std::string languages;
      for (const auto& one : part->languages) languages += one;
      part->database.set_metadata(std::string(kLanguagesKey), languages);
      part->database.set_metadata(std::string(kPositionKey), std::string(position));
      if (part == anew_.get()) part->database.set_metadata(std::string(kReachedKey), reached_);
      TRY(part->facts.sync());
      part->database.commit();
    }
    uncommitted_ = 0;
    return {};
  });
}

std::string SearchIndex::position() {
  if (!present_) return {};
  auto read = guarded([&]() -> Result<std::string> {
    return present_->database.get_metadata(std::string(kPositionKey));
  });
  return std::move(read).value_or("");
}

Result<void> SearchIndex::begin_anew() {
  const auto numbers = numbers_in(folder_);
  const uint64_t number = (numbers.empty() ? 0 : numbers.back()) + 1;
  if (anew_) {
    const auto old = anew_->number;
    anew_->database.close();
    anew_.reset();
    TRY(remove(old));
  }
  reached_.clear();
  auto part = TRY(open_part(number));
  TRY(set_metadata(part->database, kFormatKey, kFormat));
  // So that there is something to read, and to go on with.
  TRY(guarded([&]() -> Result<void> {
    part->database.commit();
    return {};
  }));
  anew_ = std::move(part);
  if (!present_) show(number);
  return {};
}

Result<std::unique_ptr<SearchIndex::Part>> SearchIndex::compacted(Part& part) {
  const uint64_t number = numbers_in(folder_).back() + 1;
  const auto folder = folder_ / std::to_string(number);
  TRY(guarded([&]() -> Result<void> {
    part.database.compact(folder.string(), Xapian::DBCOMPACT_NO_RENUMBER);
    return copy_facts(folder_ / std::to_string(part.number), folder);
  }));
  return open_part(number);
}

bool SearchIndex::is_made_anew() const { return anew_ != nullptr; }

Result<void> SearchIndex::put_anew(const SearchDocument& document) {
  if (!anew_) return fail(Code::internal, "no new index was begun");
  ++uncommitted_;
  return put_in(*anew_, document);
}

void SearchIndex::reach(std::string_view reached) { reached_ = reached; }

Result<void> SearchIndex::finish_anew(std::string_view position) {
  if (!anew_) return fail(Code::internal, "no new index was begun");
  TRY(commit(position));
  // A smaller copy takes its place: it is not whole before all of it is there.
  auto small = TRY(compacted(*anew_));
  TRY(set_metadata(small->database, kWholeKey, "1"));
  TRY(guarded([&]() -> Result<void> {
    small->database.commit();
    anew_->database.close();
    return {};
  }));
  const auto large = anew_->number;
  anew_.reset();
  const auto old = std::exchange(present_, std::move(small));
  TRY(remove(large));
  reached_.clear();
  show(present_->number);
  if (!old) return {};
  old->database.close();
  return remove(old->number);
}

// --- Reading ---------------------------------------------------------------------------------

void SearchIndex::show(uint64_t number) {
  std::lock_guard lock(mutex_);
  shown_ = number;
  spare_.clear();
}

Result<SearchIndex::Reader> SearchIndex::read() const {
  uint64_t number = 0;
  {
    std::lock_guard lock(mutex_);
    number = shown_;
    while (!spare_.empty()) {
      auto database = std::move(spare_.back());
      spare_.pop_back();
      if (guarded([&]() -> Result<void> {
            database->xapian.reopen();
            return database->facts.refresh();
          }).ok()) {
        return Reader(*this, std::move(database));
      }
    }
  }
  if (number == 0) return fail(Code::unavailable, "nothing is indexed yet");
  return guarded([&]() -> Result<Reader> {
    const auto folder = folder_ / std::to_string(number);
    Xapian::Database xapian(folder.string());
    auto facts = TRY(SearchFactsView::open(folder));
    std::unique_ptr<Reader::Database> database(
        new Reader::Database{number, std::move(xapian), std::move(facts), {}});
    return Reader(*this, std::move(database));
  });
}

void SearchIndex::give_back(std::unique_ptr<Reader::Database> database) const {
  std::lock_guard lock(mutex_);
  if (database->number == shown_ && spare_.size() < kMostSpare) {
    spare_.push_back(std::move(database));
  }
}

uint64_t SearchIndex::bytes() const {
  uint64_t bytes = 0;
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(folder_, error)) {
    std::error_code gone;
    const auto size = entry.is_regular_file(gone) ? entry.file_size(gone) : 0;
    if (!gone) bytes += size;
  }
  return bytes;
}

}  // namespace hallway
