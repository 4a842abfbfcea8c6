#include "server/work_folder.h"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <utility>

#include "server/node.h"
#include "storage/apart.h"
#include "storage/descriptor.h"
#include "storage/values/crypto.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kSpare = uint64_t{64} << 20;  // bytes of disk that files leave alone

fs::path work_of(Node& node) { return node.store().dir() / "work"; }

Result<void> check_room(const fs::path& dir, size_t bytes) {
  struct statvfs disk {};
  const bool known = ::statvfs(dir.c_str(), &disk) == 0;
  // What comes in, what is made of it, and what others need meanwhile.
  if (known && uint64_t{disk.f_bavail} * disk.f_frsize < 2 * uint64_t{bytes} + kSpare) {
    return fail(Code::full, "this node has no room for files at the moment");
  }
  return {};
}

Result<void> write_input(const fs::path& path, std::string_view bytes) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file.ok()) return file_error(path);
  return naming(path, write_all(file.get(), bytes));
}

bool is_old(const fs::path& path) {
  std::error_code error;
  const auto written = fs::last_write_time(path, error);
  const auto age = fs::file_time_type::clock::now() - written;
  return !error && (age > std::chrono::hours(1) || age < -std::chrono::minutes(1));
}

}  // namespace

Result<WorkFolder> WorkFolder::make(Node& node, std::string_view bytes) {
  TRY(check_room(node.store().dir(), bytes.size()));
  const auto path = work_path(node, hex(node.random().bytes(16)));
  std::error_code error;
  fs::create_directories(path, error);
  if (error) {
    return fail(code_of_errno(error.value()), path.string() + ": " + error.message());
  }
  fs::permissions(work_of(node), fs::perms::owner_all, error);
  WorkFolder folder(path);
  TRY(write_input(path / "input", bytes));
  return folder;
}

WorkFolder::WorkFolder(WorkFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}

WorkFolder::~WorkFolder() {
  std::error_code none;
  if (!path_.empty()) fs::remove_all(path_, none);
}

fs::path work_path(Node& node, std::string_view name) { return work_of(node) / name; }

void remove_old_work(Node& node, const std::set<std::string>& wanted) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(work_of(node), error)) {
    std::error_code none;
    const bool left = !wanted.contains(entry.path().filename().string()) && is_old(entry.path());
    if (left) fs::remove_all(entry.path(), none);
  }
}

}  // namespace hallway
