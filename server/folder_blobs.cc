#include "server/folder_blobs.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <system_error>
#include <vector>

#include "server/file_body.h"
#include "server/media_name.h"
#include "storage/descriptor.h"
#include "storage/values/elapsed.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

// Where it is there already it is as if it had come now: nobody sweeps it away.
bool is_there(const fs::path& path) {
  std::error_code error;
  fs::last_write_time(path, fs::file_time_type::clock::now(), error);
  return !error;
}

// The name of what is whole on the disk, so that nobody ever reads half a file.
Result<void> move_in(const fs::path& made, const fs::path& path) {
  {
    const Descriptor file(::open(made.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.ok() || ::fsync(file.get()) != 0) return file_error(made);
  }
  if (::rename(made.c_str(), path.c_str()) != 0) return file_error(path);
  return make_durable(path.parent_path());
}

// Of files the clock is the system's. What came while it was ahead is as if it had come now: it may
// be about to be posted, but not for as long as the clock was wrong.
bool is_fresh(const fs::path& path) {
  std::error_code error;
  const auto written = fs::last_write_time(path, error);
  if (error) return false;
  const auto now = fs::file_time_type::clock::now();
  if (written - now > std::chrono::milliseconds(kClockSkew.ms)) {
    fs::last_write_time(path, now, error);
    return !error;
  }
  return now - written < std::chrono::hours(1);
}

constexpr std::string_view kGone = ".gone";  // added to the name of one that is being removed

// What was put aside to be removed goes, or comes back. False: it is to be looked at again.
bool finish_removing(const fs::path& going, const fs::path& path, bool wanted) {
  std::error_code error;
  const bool stays = wanted || is_fresh(going);
  if (stays) {
    fs::rename(going, path, error);
  } else {
    fs::remove(going, error);
  }
  return !error && (wanted || !stays);
}

// Under another name first: who keeps the same picture in this moment has made it fresh, which is
// seen, or finds none and writes it anew. False: it is to be looked at again.
bool remove_file(const fs::path& path) {
  if (is_fresh(path)) return false;
  const fs::path going = path.string() + std::string(kGone);
  std::error_code error;
  fs::rename(path, going, error);
  return !error && finish_removing(going, path, /*wanted=*/false);
}

// The files in `folder`; a folder that is not there has none. False: not all could be listed.
bool list_files(const fs::path& folder, std::vector<fs::path>& files) {
  std::error_code error;
  fs::directory_iterator at(folder, error);
  if (error == std::errc::no_such_file_or_directory) return true;
  for (; !error && at != fs::directory_iterator(); at.increment(error)) {
    std::error_code none;
    if (at->is_regular_file(none)) files.push_back(at->path());
  }
  return !error;
}

}  // namespace

Result<void> FolderBlobs::put(const fs::path& made, const std::string& name) {
  const auto path = folder_ / name;
  std::error_code error;
  fs::create_directories(folder_, error);
  return is_there(path) ? Result<void>() : move_in(made, path);
}

Result<uint64_t> FolderBlobs::size_of(const std::string& name) {
  std::error_code error;
  const auto size = fs::file_size(folder_ / name, error);
  if (error) return fail(Code::not_found, "no such file");
  return size;
}

Result<std::shared_ptr<Body>> FolderBlobs::open(const std::string& name, uint64_t first,
                                                uint64_t length) {
  return std::shared_ptr<Body>(TRY(FileBody::open(folder_ / name, first, length)));
}

Result<void> FolderBlobs::list(const std::function<void(const Blob&)>& visit) {
  std::vector<fs::path> files;
  if (!list_files(folder_, files)) {
    return fail(Code::unavailable, folder_.string() + " cannot be read");
  }
  for (const auto& path : files) {
    const auto name = path.filename().string();
    if (!media_type_of_name(name).empty()) visit({name, hallway::size_of(path)});
  }
  return {};
}

bool FolderBlobs::sweep(const std::set<std::string>& carried) {
  std::vector<fs::path> files;
  bool all = list_files(folder_, files);
  for (const auto& path : files) {
    auto name = path.filename().string();
    const bool left_over = name.ends_with(kGone);  // by a process that ended in between
    if (left_over) name.resize(name.size() - kGone.size());
    if (media_type_of_name(name).empty()) continue;
    const bool wanted = carried.contains(name);
    if (left_over) {
      all = finish_removing(path, folder_ / name, wanted) && all;
    } else if (!wanted) {
      all = remove_file(path) && all;
    }
  }
  return all;
}

}  // namespace hallway
