#include "storage/backup.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>
#include <vector>

#include "storage/apart.h"
#include "storage/backup_blocks.h"
#include "storage/descriptor.h"
#include "storage/store.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kStoreFile = "store/data.mdb";
constexpr std::string_view kConfiguration = "hallway.toml";

Error system_error(const fs::path& path) {
  return fail(Code::unavailable, path.string() + ": " + std::strerror(errno));
}

// What goes wrong while `path` is written or read names it.
template <class T>
Result<T> naming(const fs::path& path, Result<T> outcome) {
  if (outcome.ok()) return outcome;
  return fail(outcome.error().code, path.string() + ": " + outcome.error().what);
}

bool is_backup(const fs::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  std::string magic(kBackupMagic.size(), '\0');
  return file.ok() &&
         ::read(file.get(), magic.data(), magic.size()) == static_cast<ssize_t>(magic.size()) &&
         magic == kBackupMagic;
}

// --- What else a folder holds ----------------------------------------------------------------

class Files {
 public:
  explicit Files(const fs::path& dir) : dir_(dir) {}

  // Paths within the folder, in order, the configuration last. A folder that is a link counts,
  // once.
  Result<std::vector<std::string>> list() {
    TRY(walk({}));
    std::ranges::sort(found_);
    std::stable_partition(found_.begin(), found_.end(),
                          [](const auto& name) { return name != kConfiguration; });
    return found_;
  }

 private:
  static bool made_anew(const std::string& name) {
    return name == "store" || name == "lock" || name == "control.sock" || name.ends_with(".part");
  }

  Result<void> walk(const fs::path& below) {
    struct stat folder {};
    if (::stat((dir_ / below).c_str(), &folder) != 0) return system_error(dir_ / below);
    if (!walked_.insert({folder.st_dev, folder.st_ino}).second) return {};
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(dir_ / below, error)) {
      TRY(meet(below / entry.path().filename()));
    }
    if (error) {
      return fail(Code::unavailable, (dir_ / below).string() + ": " + error.message());
    }
    return {};
  }

  Result<void> meet(const fs::path& name) {
    if (made_anew(name.string())) return {};
    const auto path = dir_ / name;
    std::error_code gone;
    if (fs::is_directory(path, gone)) return walk(name);
    if (fs::is_regular_file(path, gone) && !is_backup(path)) found_.push_back(name.string());
    return {};
  }

  const fs::path& dir_;
  std::set<std::pair<dev_t, ino_t>> walked_;
  std::vector<std::string> found_;
};

uint64_t size_of(const fs::path& path) {
  std::error_code ignored;
  const auto size = fs::file_size(path, ignored);
  return ignored ? 0 : size;
}

// --- Making ----------------------------------------------------------------------------------

class Making {
 public:
  // Writes to `file`, which is open at `part`.
  Making(const fs::path& dir, const fs::path& part, int file, const BackupOptions& options,
         Store::Copy copy)
      : dir_(dir), part_(part), options_(options), blocks_(file), copy_(copy) {}

  Result<BackupFigures> make() {
    const auto files = TRY(Files(dir_).list());
    for (const auto& name : files) all_ += size_of(dir_ / name);
    all_ += size_of(dir_ / kStoreFile);
    TRY(naming(part_, blocks_.begin()));
    TRY(put(BlockKind::made, view(value_of(static_cast<uint64_t>(options_.made.ms)))));
    TRY(add_store());
    for (const auto& name : files) {
      TRY(add_file(name));
    }
    TRY(put(BlockKind::end, view(value_of(files_))));
    return BackupFigures{.made = options_.made, .bytes = blocks_.written(), .files = files_};
  }

 private:
  Result<void> add_store() {
    TRY(begin_file(kStoreFile));
    Result<void> added;
    const auto copied = run_apart(
        [this](int out) -> Result<void> {
          const auto store = TRY(Store::open_beside(dir_));
          return store->copy_to(out, copy_);
        },
        [&](std::string_view piece) { return added = add_bytes(piece); });
    TRY(added);
    if (copied.ok()) return {};
    return fail(copied.error().code,
                "the store in " + dir_.string() + " cannot be copied (" + copied.error().what +
                    "); see what is wrong with: hallway verify " + dir_.string());
  }

  // One that has gone since it was listed is left out.
  Result<void> add_file(const std::string& name) {
    const Descriptor file(::open((dir_ / name).c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.ok() && errno == ENOENT) return {};
    if (!file.ok()) return system_error(dir_ / name);
    TRY(begin_file(name));
    std::string piece(kMostBlockBytes, '\0');
    for (;;) {
      const auto got = ::read(file.get(), piece.data(), piece.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return system_error(dir_ / name);
      if (got == 0) return {};
      TRY(add_bytes(std::string_view(piece).substr(0, static_cast<size_t>(got))));
    }
  }

  Result<void> begin_file(std::string_view name) {
    ++files_;
    return put(BlockKind::file, name);
  }

  Result<void> add_bytes(std::string_view piece) {
    TRY(put(BlockKind::bytes, piece));
    if (options_.progress) options_.progress(blocks_.written(), all_);
    return {};
  }

  Result<void> put(BlockKind kind, std::string_view bytes) {
    return naming(part_, blocks_.write(kind, bytes));
  }

  const fs::path& dir_;
  const fs::path& part_;
  const BackupOptions& options_;
  BlockWriter blocks_;
  Store::Copy copy_;
  uint64_t files_ = 0, all_ = 0;
};

Result<void> make_durable(const fs::path& folder) {
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened.ok() || ::fsync(opened.get()) != 0) return system_error(folder);
  return {};
}

fs::path parent_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

// Free for us alone, empty, for nobody else to read.
Result<Descriptor> open_part(const fs::path& part) {
  Descriptor file(::open(part.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!file.ok()) return system_error(part);
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    return fail(Code::conflict, part.string() + " is being written already");
  }
  if (::fchmod(file.get(), S_IRUSR | S_IWUSR) != 0 || ::ftruncate(file.get(), 0) != 0) {
    return system_error(part);
  }
  return file;
}

Result<void> check_free(const fs::path& file, bool replace) {
  std::error_code error;
  if (fs::is_directory(file, error)) {
    return fail(Code::conflict, file.string() + " is a folder; name a file");
  }
  if (replace || !fs::exists(fs::symlink_status(file, error))) return {};
  return fail(Code::conflict, file.string() + " exists already; name another, or say --replace");
}

// A store that has lost pages is sound, but cannot be compacted.
Result<BackupFigures> fill_part(const fs::path& dir, const fs::path& part, int file,
                                const BackupOptions& options) {
  auto figures = Making(dir, part, file, options, Store::Copy::compact).make();
  if (figures.ok() || figures.error().code != Code::conflict) return figures;
  if (::lseek(file, 0, SEEK_SET) != 0 || ::ftruncate(file, 0) != 0) return system_error(part);
  return Making(dir, part, file, options, Store::Copy::whole).make();
}

// --- Restoring -------------------------------------------------------------------------------

// A path within the folder, and nothing cunning.
bool stays_inside(std::string_view name) {
  const fs::path path(name);
  return !name.empty() && name.find('\0') == std::string_view::npos && path.is_relative() &&
         std::ranges::none_of(
             path, [](const auto& part) { return part == ".." || part == "." || part.empty(); });
}

// Reads a backup from its beginning to its end; `begin` gets each file's name, `bytes` its content.
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
    if (!ours_) return;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(dir_, ignored)) {
      fs::remove_all(entry.path(), ignored);
    }
    if (made_) fs::remove(dir_, ignored);
  }
  Placing(const Placing&) = delete;
  Placing& operator=(const Placing&) = delete;

  // The folder, with its lock taken: no node begins in it while it is half there.
  Result<void> begin() {
    std::error_code error;
    made_ = fs::create_directories(dir_, error);
    if (error) return fail(Code::unavailable, dir_.string() + ": " + error.message());
    if (::chmod(dir_.c_str(), S_IRWXU) != 0) return system_error(dir_);
    lock_ = ::open((dir_ / "lock").c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (lock_ < 0) return system_error(dir_ / "lock");
    ours_ = true;
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) return system_error(dir_ / "lock");
    return {};
  }

  Result<void> begin_file(std::string_view name) {
    TRY(end_file());
    path_ = dir_ / name;
    std::error_code error;
    fs::create_directories(path_.parent_path(), error);
    folders_.insert(path_.parent_path());
    file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file_ < 0) return system_error(path_);
    return {};
  }

  Result<void> add(std::string_view piece) { return naming(path_, write_all(file_, piece)); }

  Result<void> keep() {
    TRY(end_file());
    for (const auto& folder : folders_) {
      TRY(make_durable(folder));
    }
    TRY(make_durable(dir_));
    ours_ = false;
    return {};
  }

 private:
  Result<void> end_file() {
    if (file_ < 0) return {};
    const bool durable = ::fsync(file_) == 0;
    ::close(std::exchange(file_, -1));
    if (!durable) return system_error(path_);
    return {};
  }

  const fs::path& dir_;
  fs::path path_;
  std::set<fs::path> folders_;
  int lock_ = -1, file_ = -1;
  bool made_ = false;  // the folder, by us
  bool ours_ = false;  // what is in it; goes with us
};

Result<void> check_empty(const fs::path& dir) {
  std::error_code error;
  if (!fs::exists(fs::symlink_status(dir, error))) return {};
  if (fs::is_directory(dir, error) && fs::is_empty(dir, error) && !error) return {};
  return fail(Code::conflict, dir.string() + " is in use; name a new or empty folder");
}

}  // namespace

Result<BackupFigures> make_backup(const fs::path& dir, const fs::path& file,
                                  const BackupOptions& options) {
  TRY(check_free(file, options.replace));
  if (size_of(dir / kStoreFile) == 0) {
    return fail(Code::not_found, dir.string() + " holds no store");
  }
  const fs::path part = file.string() + ".part";
  const auto opened = TRY(open_part(part));
  auto figures = fill_part(dir, part, opened.get(), options);
  if (figures.ok() && ::fsync(opened.get()) != 0) figures = system_error(part);
  // Once more: it may have come meanwhile.
  if (const auto free = check_free(file, options.replace); figures.ok() && !free.ok()) {
    figures = free.error();
  }
  if (figures.ok() && ::rename(part.c_str(), file.c_str()) != 0) figures = system_error(file);
  if (!figures.ok()) {
    ::unlink(part.c_str());
    return figures;
  }
  TRY(make_durable(parent_of(file)));
  return figures;
}

Result<BackupFigures> restore_backup(const fs::path& file, const fs::path& dir,
                                     const BackupProgress& progress) {
  TRY(check_empty(dir));
  const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!opened.ok() && errno == ENOENT) {
    return fail(Code::not_found, "there is no file " + file.string());
  }
  if (!opened.ok()) return system_error(file);
  const auto size = size_of(file);
  const auto told = [&](uint64_t before) {
    return [&progress, size, before](uint64_t done) {
      if (progress) progress(before + done, 2 * size);
    };
  };
  const auto nothing = [](std::string_view) { return Result<void>(); };
  TRY(naming(file, Reading{nothing, nothing, told(0)}.run(opened.get())));
  if (::lseek(opened.get(), 0, SEEK_SET) != 0) return system_error(file);
  Placing placing(dir);
  TRY(placing.begin());
  const Reading place{[&](std::string_view name) { return placing.begin_file(name); },
                      [&](std::string_view piece) { return placing.add(piece); }, told(size)};
  auto figures = TRY(naming(file, place.run(opened.get())));
  TRY(placing.keep());
  return figures;
}

}  // namespace hallway
