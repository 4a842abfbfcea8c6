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
#include "storage/folder_hold.h"
#include "storage/store.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kStoreFile = "store/data.mdb";
constexpr std::string_view kConfiguration = "hallway.toml";
constexpr std::string_view kSignedHeads = "audit/";

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
    return name == "store" || name == "lock" || name == "control.sock" || name == "work" ||
           name == "cache" || name == "search" || name == "last-backup" || name.ends_with(".part");
  }

  Result<void> walk(const fs::path& below) {
    struct stat folder {};
    if (::stat((dir_ / below).c_str(), &folder) != 0) return file_error(dir_ / below);
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

// --- Making ----------------------------------------------------------------------------------

class Making {
 public:
  // Writes to `file`, which is open at `part`.
  Making(const fs::path& dir, const fs::path& part, int file, const BackupOptions& options,
         Store::Copy copy)
      : dir_(dir), part_(part), options_(options), blocks_(file), copy_(copy) {}

  Result<BackupFigures> make() {
    all_ = size_of(dir_ / kStoreFile);
    const auto before = TRY(Files(dir_).list());
    for (const auto& name : before) all_ += size_of(dir_ / name);
    TRY(naming(part_, blocks_.begin()));
    TRY(put(BlockKind::made, view(value_of(static_cast<uint64_t>(options_.made.ms)))));
    // What says something of the store first: it may not know more than the store that follows.
    for (const auto& name : before) {
      if (name.starts_with(kSignedHeads)) TRY(add_file(name));
    }
    TRY(add_store());
    // Looked for only now: whatever the store names is there.
    const auto files = TRY(Files(dir_).list());
    for (const auto& name : files) {
      if (!name.starts_with(kSignedHeads)) TRY(add_file(name));
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
    if (!file.ok()) return file_error(dir_ / name);
    TRY(begin_file(name));
    std::string piece(kMostBlockBytes, '\0');
    for (;;) {
      const auto got = ::read(file.get(), piece.data(), piece.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return file_error(dir_ / name);
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

fs::path parent_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

// Free for us alone, empty, for nobody else to read.
Result<Descriptor> open_part(const fs::path& part) {
  Descriptor file(::open(part.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!file.ok()) return file_error(part);
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    return fail(Code::conflict, part.string() + " is being written already");
  }
  if (::fchmod(file.get(), S_IRUSR | S_IWUSR) != 0 || ::ftruncate(file.get(), 0) != 0) {
    return file_error(part);
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
  if (::lseek(file, 0, SEEK_SET) != 0 || ::ftruncate(file, 0) != 0) return file_error(part);
  return Making(dir, part, file, options, Store::Copy::whole).make();
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
  const auto held = TRY(hold_files(dir));
  auto figures = fill_part(dir, part, opened.get(), options);
  if (figures.ok() && ::fsync(opened.get()) != 0) figures = file_error(part);
  // Once more: it may have come meanwhile.
  if (const auto free = check_free(file, options.replace); figures.ok() && !free.ok()) {
    figures = free.error();
  }
  if (figures.ok() && ::rename(part.c_str(), file.c_str()) != 0) figures = file_error(file);
  if (!figures.ok()) {
    ::unlink(part.c_str());
    return figures;
  }
  TRY(make_durable(parent_of(file)));
  return figures;
}

}  // namespace hallway
