#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <set>
#include <vector>

#include "storage/apart.h"
#include "storage/backup.h"
#include "storage/backup_blocks.h"
#include "storage/descriptor.h"
#include "storage/table.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

// A path within the folder, and nothing cunning.
bool stays_inside(std::string_view name) {
  const fs::path path(name);
  return !name.empty() && name.find('\0') == std::string_view::npos && path.is_relative() &&
         std::ranges::none_of(
             path, [](const auto& part) { return part == ".." || part == "." || part.empty(); });
}

// Reads a whole backup; `begin` gets each file's name, `bytes` its content.
struct Reading {
  std::function<Result<void>(std::string_view name)> begin;
  std::function<Result<void>(std::string_view piece)> bytes;
  std::function<void(uint64_t done)> progress;

  Result<BackupFigures> run(int file) const {
    BlockReader blocks(file);
    TRY(blocks.begin());
    const auto first = TRY(blocks.read());
    if (first.kind != BlockKind::made) return misplaced();
    BackupFigures figures{.made = {static_cast<int64_t>(number_at(first.bytes, 0))}};
    for (;;) {
      const auto block = TRY(blocks.read());
      progress(blocks.bytes_read());
      if (block.kind == BlockKind::end) {
        if (number_at(block.bytes, 0) != figures.files) return misplaced();
        break;
      }
      TRY(take(block, figures));
    }
    TRY(blocks.expect_nothing());
    figures.bytes = blocks.bytes_read();
    return figures;
  }

 private:
  static Error misplaced() { return fail(Code::corrupt, "its parts are not in order"); }

  Result<void> take(const BlockReader::Block& block, BackupFigures& figures) const {
    if (block.kind == BlockKind::bytes && figures.files > 0) return bytes(block.bytes);
    if (block.kind != BlockKind::file) return misplaced();
    if (!stays_inside(block.bytes))
      return fail(Code::corrupt, "it names a file outside the folder");
    ++figures.files;
    return begin(block.bytes);
  }
};

// Writes what a backup holds into a folder that was empty; what it wrote goes again unless it is
// kept.
class Placing {
 public:
  explicit Placing(const fs::path& dir) : dir_(dir) {}
  ~Placing() {
    for (const int open : {file_, lock_}) {
      if (open >= 0) ::close(open);
    }
    if (kept_) return;
    std::error_code ignored;
    if (ours_) {
      for (const auto& entry : fs::directory_iterator(dir_, ignored)) {
        fs::remove_all(entry.path(), ignored);
      }
    }
    for (const auto& folder : made_) fs::remove(folder, ignored);  // where it is empty
  }
  Placing(const Placing&) = delete;
  Placing& operator=(const Placing&) = delete;

  // The folder, with its lock taken: no node begins in it while it is half there.
  Result<void> begin() {
    TRY(make_folder());
    if (::chmod(dir_.c_str(), S_IRWXU) != 0) return file_error(dir_);
    lock_ = ::open((dir_ / "lock").c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (lock_ < 0) return file_error(dir_ / "lock");
    ours_ = true;
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) return file_error(dir_ / "lock");
    return {};
  }

  Result<void> begin_file(std::string_view name) {
    TRY(end_file());
    path_ = dir_ / name;
    std::error_code error;
    fs::create_directories(path_.parent_path(), error);
    for (auto below = fs::path(name).parent_path(); !below.empty(); below = below.parent_path()) {
      folders_.insert(dir_ / below);
    }
    file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file_ < 0) return file_error(path_);
    writing_out_ = {};
    added_ = 0;
    return {};
  }

  Result<void> add(std::string_view piece) {
    TRY(naming(path_, write_all(file_, piece)));
    writing_out_.reached(file_, added_ += piece.size());
    return {};
  }

  Result<void> keep() {
    TRY(end_file());
    for (const auto& folder : folders_) {
      TRY(make_durable(folder));
    }
    TRY(make_durable(dir_));
    // Each stands by its name in the one above.
    for (const auto& folder : made_) {
      TRY(make_durable(folder.parent_path()));
    }
    kept_ = true;
    return {};
  }

 private:
  Result<void> make_folder() {
    std::error_code error;
    auto at = fs::absolute(dir_, error).lexically_normal();
    if (!at.has_filename()) at = at.parent_path();  // "a/b/"
    for (; !error && !fs::exists(at, error); at = at.parent_path()) made_.push_back(at);
    if (!error) fs::create_directories(dir_, error);
    if (error) return fail(Code::unavailable, dir_.string() + ": " + error.message());
    return {};
  }

  Result<void> end_file() {
    if (file_ < 0) return {};
    const bool durable = ::fsync(file_) == 0;
    ::close(std::exchange(file_, -1));
    if (!durable) return file_error(path_);
    return {};
  }

  const fs::path& dir_;
  fs::path path_;
  std::set<fs::path> folders_;
  int lock_ = -1, file_ = -1;
  WritingOut writing_out_;      // of file_
  uint64_t added_ = 0;          // to it
  std::vector<fs::path> made_;  // by us: the folder, and those above it that were not there
  bool ours_ = false;           // what is in the folder; goes with us unless it is kept
  bool kept_ = false;
};

Result<void> check_empty(const fs::path& dir) {
  std::error_code error;
  if (!fs::exists(fs::symlink_status(dir, error))) return {};
  if (fs::is_directory(dir, error) && fs::is_empty(dir, error) && !error) return {};
  return fail(Code::conflict, dir.string() + " is in use; name a new or empty folder");
}

}  // namespace

Result<BackupFigures> restore_backup(const fs::path& file, const fs::path& dir,
                                     const BackupProgress& progress) {
  TRY(check_empty(dir));
  const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!opened.ok() && errno == ENOENT) {
    return fail(Code::not_found, "there is no file " + file.string());
  }
  if (!opened.ok()) return file_error(file);
  const auto size = size_of(file);
  const auto told = [&](uint64_t before) {
    return [&progress, size, before](uint64_t done) {
      if (progress) progress(before + done, 2 * size);
    };
  };
  const auto nothing = [](std::string_view) { return Result<void>(); };
  TRY(naming(file, Reading{nothing, nothing, told(0)}.run(opened.get())));
  if (::lseek(opened.get(), 0, SEEK_SET) != 0) return file_error(file);
  Placing placing(dir);
  TRY(placing.begin());
  const Reading place{[&](std::string_view name) { return placing.begin_file(name); },
                      [&](std::string_view piece) { return placing.add(piece); }, told(size)};
  auto figures = TRY(naming(file, place.run(opened.get())));
  TRY(placing.keep());
  return figures;
}

}  // namespace hallway
