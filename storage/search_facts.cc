#include "storage/search_facts.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <utility>

namespace hallway {
namespace {

constexpr auto kName = "facts";
constexpr size_t kRoom = 1 << 20;  // bytes that a mapping has to grow by, at least

int open_file(const std::filesystem::path& path, int how) {
  return ::open(path.c_str(), how | O_CLOEXEC, 0600);
}

}  // namespace

SearchFactsWriter::SearchFactsWriter(const std::filesystem::path& folder)
    : path_(folder / kName), file_(open_file(path_, O_RDWR | O_CREAT)) {}

Result<SearchFactsWriter> SearchFactsWriter::open(const std::filesystem::path& folder) {
  SearchFactsWriter writer(folder);
  if (!writer.file_.ok()) return file_error(writer.path_);
  return writer;
}

Result<void> SearchFactsWriter::put(uint32_t document, const SearchFacts& facts) {
  const auto at = static_cast<off_t>(document * sizeof facts);
  const auto written = ::pwrite(file_.get(), &facts, sizeof facts, at);
  if (written != static_cast<ssize_t>(sizeof facts)) return file_error(path_);
  return {};
}

Result<void> SearchFactsWriter::sync() {
  if (::fdatasync(file_.get()) != 0) return file_error(path_);
  return {};
}

Result<void> copy_facts(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::error_code error;
  std::filesystem::copy_file(from / kName, to / kName,
                             std::filesystem::copy_options::overwrite_existing, error);
  if (error) {
    return fail(code_of_errno(error.value()), (to / kName).string() + ": " + error.message());
  }
  auto copy = TRY(SearchFactsWriter::open(to));
  return copy.sync();
}

SearchFactsView::SearchFactsView(const std::filesystem::path& folder)
    : path_(folder / kName), file_(open_file(path_, O_RDONLY)) {}

Result<SearchFactsView> SearchFactsView::open(const std::filesystem::path& folder) {
  SearchFactsView view(folder);
  if (!view.file_.ok()) return file_error(view.path_);
  TRY(view.refresh());
  return view;
}

SearchFactsView::SearchFactsView(SearchFactsView&& other) noexcept
    : path_(std::move(other.path_)),
      file_(std::move(other.file_)),
      records_(std::exchange(other.records_, nullptr)),
      mapped_(std::exchange(other.mapped_, 0)),
      documents_(std::exchange(other.documents_, 0)) {}

SearchFactsView::~SearchFactsView() { unmap(); }

void SearchFactsView::unmap() {
  // munmap takes no pointer to what is constant.
  if (records_) ::munmap(const_cast<SearchFacts*>(records_), mapped_);
  records_ = nullptr;
  mapped_ = documents_ = 0;
}

Result<void> SearchFactsView::refresh() {
  struct stat state {};
  if (::fstat(file_.get(), &state) != 0) return file_error(path_);
  const auto size = static_cast<size_t>(state.st_size);
  if (size > mapped_ || !records_) {
    unmap();
    // With room to grow: what lies beyond the end is not touched before it is there.
    const size_t room = size + size / 2 + kRoom;
    void* at = ::mmap(nullptr, room, PROT_READ, MAP_SHARED, file_.get(), 0);
    if (at == MAP_FAILED) return file_error(path_);
    records_ = static_cast<const SearchFacts*>(at);
    mapped_ = room;
  }
  documents_ = size / sizeof(SearchFacts);
  return {};
}

}  // namespace hallway
