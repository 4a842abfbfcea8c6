#include "server/media_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <system_error>

#include "federation/actor.h"
#include "federation/plain_text.h"
#include "server/node.h"
#include "storage/descriptor.h"
#include "storage/folder_hold.h"
#include "storage/log.h"
#include "storage/media.h"
#include "storage/values/crypto.h"
#include "storage/values/elapsed.h"
#include "storage/verify.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostBytes = 2 * 1024 * 1024, kMostAlt = 1'500;
constexpr uint32_t kMostSide = 16'384;
constexpr std::string_view kSignature = "\x89PNG\r\n\x1a\n";  // PNG §5.2

fs::path folder_of(Node& node) { return node.store().dir() / "media"; }

uint32_t number_of(std::string_view bytes, size_t at) {
  uint32_t number = 0;
  for (size_t i = at; i < at + 4; ++i) number = (number << 8) | static_cast<uint8_t>(bytes[i]);
  return number;
}

struct Size {
  uint32_t width = 0, height = 0;
};

// PNG §11.2.1: the header is the first chunk.
Result<Size> size_of(std::string_view png) {
  if (png.size() > kMostBytes) return fail(Code::too_large, "the picture has more than 2 MiB");
  if (png.size() < 33 || !png.starts_with(kSignature) || png.substr(12, 4) != "IHDR") {
    return fail(Code::invalid, "the picture is no PNG");
  }
  const Size size{number_of(png, 16), number_of(png, 20)};
  if (size.width == 0 || size.height == 0 || size.width > kMostSide || size.height > kMostSide) {
    return fail(Code::invalid, "the picture's sides must be from 1 to 16,384");
  }
  return size;
}

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

Result<void> write_file(const fs::path& path, std::string_view bytes) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (is_there(path)) return {};
  const fs::path fresh = path.string() + ".part";
  {
    std::ofstream file(fresh, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file.flush()) return fail(Code::unavailable, fresh.string() + " cannot be written");
  }
  return move_in(fresh, path);
}

struct Kept {
  std::string_view extension, media_type;
};
// The last ones come from other nodes only.
constexpr std::array kKinds{
    Kept{"jpg", "image/jpeg"}, Kept{"png", "image/png"},       Kept{"webp", "image/webp"},
    Kept{"mp4", "video/mp4"},  Kept{"mp3", "audio/mpeg"},      Kept{"m4a", "audio/mp4"},
    Kept{"gif", "image/gif"},  Kept{"mov", "video/quicktime"}, Kept{"webm", "video/webm"},
    Kept{"ogg", "audio/ogg"},  Kept{"wav", "audio/wav"},       Kept{"flac", "audio/flac"},
    Kept{"aac", "audio/aac"}};
constexpr size_t kDigits = 64;

bool is_media_name(std::string_view name) { return !media_type_of_name(name).empty(); }

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

constexpr Duration kUntilLookedAgain = hours(1);

// Nothing waits for longer of its own accord: what does was planned on a clock that was ahead.
bool is_to_come(Time due, Time now) {
  return due > now && due <= now + kUntilLookedAgain + kClockSkew;
}

Result<std::string> digest_of_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(Code::unavailable, path.string() + " cannot be read");
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  return hex(as_bytes_view(sha256(bytes)));
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

// Removes all files that are not `carried`. False: something is to be looked at again.
bool sweep_folder(const fs::path& folder, const std::set<std::string>& carried) {
  std::vector<fs::path> files;
  bool all = list_files(folder, files);
  for (const auto& path : files) {
    auto name = path.filename().string();
    const bool left_over = name.ends_with(kGone);  // by a process that ended in between
    if (left_over) name.resize(name.size() - kGone.size());
    if (!is_media_name(name)) continue;
    const bool wanted = carried.contains(name);
    if (left_over) {
      all = finish_removing(path, folder / name, wanted) && all;
    } else if (!wanted) {
      all = remove_file(path) && all;
    }
  }
  return all;
}

}  // namespace

std::string_view media_type_of_name(std::string_view name) {
  const bool digits = name.size() > kDigits + 1 && name[kDigits] == '.' &&
                      std::ranges::all_of(name.substr(0, kDigits), [](char c) {
                        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                      });
  if (!digits) return {};
  const auto kind = std::ranges::find(kKinds, name.substr(kDigits + 1), &Kept::extension);
  return kind == kKinds.end() ? std::string_view() : kind->media_type;
}

std::span<const std::string_view> kept_extensions() {
  static constexpr auto kExtensions = [] {
    std::array<std::string_view, kKinds.size()> names{};
    for (size_t i = 0; i < names.size(); ++i) names[i] = kKinds[i].extension;
    return names;
  }();
  return kExtensions;
}

std::string_view extension_of(std::string_view media_type) {
  const auto kind = std::ranges::find(kKinds, media_type, &Kept::media_type);
  return kind == kKinds.end() ? std::string_view() : kind->extension;
}

Result<Iri> keep_file(Node& node, const fs::path& made, std::string_view media_type) {
  const auto extension = extension_of(media_type);
  if (extension.empty()) {
    return fail(Code::invalid, "files of the kind " + std::string(media_type) + " are not kept");
  }
  const auto name = TRY(digest_of_file(made)) + "." + std::string(extension);
  const auto path = folder_of(node) / name;
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (!is_there(path)) TRY(move_in(made, path));
  return node.home().at("media/" + name);
}

Result<Attachment> keep_picture(Node& node, std::string_view png, std::string_view alt) {
  const auto size = TRY(size_of(png));
  const auto name = hex(as_bytes_view(sha256(png))) + ".png";
  TRY(write_file(folder_of(node) / name, png));
  return Attachment{.type = "Image",
                    .media_type = "image/png",
                    .url = node.home().at("media/" + name),
                    .name = std::string(utf8_prefix(clean_text(alt), kMostAlt)),
                    .width = size.width,
                    .height = size.height};
}

std::vector<std::string> find_damaged_media(const fs::path& dir) {
  std::vector<std::string> damaged;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(dir / "media", none)) {
    const auto name = entry.path().filename().string();
    if (!is_media_name(name)) continue;
    const auto digest = digest_of_file(entry.path());
    if (!digest.ok() || *digest != name.substr(0, kDigits)) damaged.push_back(name);
  }
  std::ranges::sort(damaged);
  return damaged;
}

Result<std::vector<std::string>> find_missing_media(const fs::path& dir, const Home& home) {
  std::vector<std::string> missing;
  std::error_code none;
  const auto carried = TRY(list_carried(dir, home.at("media/").text()));
  for (const auto& name : carried) {
    if (is_media_name(name) && !fs::exists(dir / "media" / name, none)) missing.push_back(name);
  }
  return missing;
}

Result<void> sweep_media(Node& node) {
  const auto due = find_position(TRY(node.read()), kMediaLeft);
  const auto now = node.now();
  if (due == 0 || is_to_come(Time{static_cast<int64_t>(due)}, now)) return {};
  // A backup that is being made may name what no post carries any more.
  const auto claimed = TRY(claim_folder(node.store().dir()));
  if (!claimed) return {};
  const auto base = node.home().at("media/").text();
  const auto carried = carried_by_posts(TRY(node.read()), base);
  const bool all = carried && sweep_folder(folder_of(node), *carried);
  TRY(node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    if (find_position(txn, kMediaLeft) != due) return {};  // somebody else has left meanwhile
    if (all) return erase_position(txn, kMediaLeft);
    return put_position(txn, kMediaLeft, static_cast<uint64_t>((now + kUntilLookedAgain).ms));
  }));
  if (!carried) return carried.error();
  return {};
}

}  // namespace hallway
