#include "server/remote_files.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "server/media/media_kind.h"
#include "server/media_job.h"
#include "server/media_name.h"
#include "server/media_serving.h"
#include "server/node.h"
#include "server/remote_address.h"
#include "server/web_vtt.h"
#include "server/work_folder.h"
#include "storage/values/crypto.h"
#include "storage/values/elapsed.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostUnderWay = 8, kMostFailed = 10'000;
constexpr int kMostThreadsWaiting = 12;  // of the threads that answer requests
constexpr Duration kAskedInVain = minutes(10), kPictureTime = seconds(30);
constexpr uint64_t kKeptMatrix = 4'000'000;
constexpr auto kTouchedAtMost = std::chrono::minutes(10);
constexpr size_t kTagDigits = 32;
constexpr std::string_view kAccept = "image/*, video/*, audio/*;q=0.9",
                           kAcceptCaptions = "text/vtt, text/*;q=0.5";

fs::path cache_of(Node& node) { return node.store().dir() / "cache"; }

// Names say nothing of where a file comes from, and no address can make one that leads elsewhere
// (attack 35).
std::string name_of_text(const std::string& text) { return hex(as_bytes_view(sha256(text))); }

std::string name_for(const Iri& url, bool small) {
  return name_of_text((small ? "small " : "whole ") + url.text());
}

// What is fetched at once has one name: the whole of a file, or captions.
std::string name_of_fetch(const RemoteFileAsked& asked) {
  return asked.captions ? name_of_text("captions " + asked.url.text())
                        : name_for(asked.url, /*small=*/false);
}

struct Cached {
  fs::path path;
  uint64_t bytes = 0;
  fs::file_time_type looked_at;
};

std::vector<Cached> entries_in(const fs::path& folder) {
  std::vector<Cached> entries;
  std::error_code error;
  for (const auto& file : fs::directory_iterator(folder, error)) {
    std::error_code gone;
    const auto bytes = file.file_size(gone);
    const auto looked_at = file.last_write_time(gone);
    if (!gone) entries.push_back({file.path(), bytes, looked_at});
  }
  return entries;
}

uint64_t sum(const std::vector<Cached>& entries) {
  uint64_t all = 0;
  for (const auto& entry : entries) all += entry.bytes;
  return all;
}

// What may lie there, by its end.
std::optional<RemoteFiles::File> find_kept(const fs::path& folder, const std::string& name) {
  for (const auto extension : kept_extensions()) {
    const auto file = name + "." + std::string(extension);
    std::error_code error;
    const auto path = folder / file;
    const auto looked_at = fs::last_write_time(path, error);
    if (error) continue;
    const auto now = fs::file_time_type::clock::now();
    if (now - looked_at > kTouchedAtMost || looked_at > now) fs::last_write_time(path, now, error);
    const auto tag = name.substr(0, kTagDigits) + "-" + std::to_string(fs::file_size(path, error));
    return RemoteFiles::File{path, media_type_of_name(file), tag};
  }
  return std::nullopt;
}

Result<void> move_in(const fs::path& made, const fs::path& folder, const std::string& name,
                     std::string_view media_type) {
  const auto extension = extension_of(media_type);
  if (extension.empty()) return fail(Code::not_found, "no file that is shown");
  std::error_code error;
  fs::create_directories(folder, error);
  fs::rename(made, folder / (name + "." + std::string(extension)), error);
  if (error) return fail(Code::unavailable, folder.string() + ": " + error.message());
  return {};
}

Result<void> keep_picture_of(Node& node, const WorkFolder& work, const Iri& url) {
  const MediaLimits limits{.kept_matrix = kKeptMatrix};
  const auto turn = TRY(node.media_jobs().begin());
  auto job = run_media_job(work.path(), limits, kPictureTime);
  if (!job.ok() && job.error().code == Code::too_large)
    job = fail(Code::not_found, "too many pixels");
  const auto made = TRY(std::move(job));
  const auto folder = cache_of(node);
  TRY(move_in(work.path() / made.kept, folder, name_for(url, false), made.media_type));
  return move_in(work.path() / made.preview, folder, name_for(url, true), made.preview_type);
}

Result<void> fetch_captions(Node& node, const RemoteFileAsked& asked) {
  const auto answer = TRY(node.fetcher().fetch_file(asked.url, kAcceptCaptions, kMostWebVttBytes));
  const auto work = TRY(WorkFolder::make(node, TRY(web_vtt_of(answer.body))));
  return move_in(work.path() / "input", cache_of(node), name_of_fetch(asked), "text/vtt");
}

// What others said and what cannot be shown looks alike: whoever asks learns nothing of either.
Error as_answer(Error error) {
  if (error.retryable() || error.code == Code::too_large) return error;
  return fail(Code::not_found, error.what);
}

}  // namespace

// Somebody who fetches.
class RemoteFiles::Turn {
 public:
  Turn(RemoteFiles& files, Node& node, const std::string& name)
      : files_(files), node_(node), name_(name) {}
  Turn(const Turn&) = delete;
  ~Turn() { files_.end(name_, outcome, node_.now()); }
  Result<void> outcome;

 private:
  RemoteFiles& files_;
  Node& node_;
  const std::string& name_;
};

Result<void> RemoteFiles::begin(const std::string& name, Time now) {
  std::unique_lock lock(mutex_);
  const auto busy = [&] { return under_way_.contains(name) || under_way_.size() >= kMostUnderWay; };
  if (busy()) {
    if (waiting_ >= kMostThreadsWaiting) {
      return fail(Code::limited, "too many files are being fetched; try again in a moment");
    }
    ++waiting_;
    ended_.wait(lock, [&] { return !busy(); });
    --waiting_;
  }
  const auto failed = failed_.find(name);
  if (failed != failed_.end() && !has_passed(failed->second.at, kAskedInVain, now)) {
    return failed->second.error;
  }
  under_way_.insert(name);
  return {};
}

void RemoteFiles::end(const std::string& name, const Result<void>& outcome, Time now) {
  {
    std::lock_guard lock(mutex_);
    under_way_.erase(name);
    if (outcome.ok()) {
      grown_ = true;
      failed_.erase(name);
    } else if (outcome.error().code != Code::limited && outcome.error().code != Code::full) {
      if (failed_.size() >= kMostFailed) failed_.clear();
      failed_[name] = {now, outcome.error()};
    }
  }
  ended_.notify_all();
}

Result<void> RemoteFiles::fetch(Node& node, const RemoteFileAsked& asked) {
  if (asked.captions) return fetch_captions(node, asked);
  const auto& url = asked.url;
  const auto most =
      std::min(std::max(node.config().media.film_bytes, node.config().media.picture_bytes),
               node.config().media.cache_bytes / 2);
  const auto answer = TRY(node.fetcher().fetch_file(url, kAccept, most));
  const auto kind = kind_of(answer.body);
  if (!kind) return fail(Code::not_found, "no picture, film or sound");
  const auto work = TRY(WorkFolder::make(node, answer.body));
  if (kind->family == MediaFamily::picture) return keep_picture_of(node, work, url);
  return move_in(work.path() / "input", cache_of(node), name_for(url, false), kind->media_type);
}

Result<RemoteFiles::File> RemoteFiles::get(Node& node, const RemoteFileAsked& asked) {
  const auto folder = cache_of(node);
  const auto whole = name_of_fetch(asked);
  const auto name = asked.small ? name_for(asked.url, /*small=*/true) : whole;
  if (auto kept = find_kept(folder, name)) return std::move(*kept);
  TRY(begin(whole, node.now()));
  Turn turn(*this, node, whole);
  // Somebody may have fetched it while we waited.
  auto kept = find_kept(folder, name);
  if (!kept) {
    const auto fetched = fetch(node, asked);
    if (!fetched.ok()) {
      const auto error = as_answer(fetched.error());
      turn.outcome = error;
      return error;
    }
    kept = find_kept(folder, name);
  }
  if (!kept) return fail(Code::not_found, "no picture of it");
  return std::move(*kept);
}

void RemoteFiles::sweep(Node& node) {
  {
    std::lock_guard lock(mutex_);
    if (!std::exchange(grown_, false)) return;
  }
  auto entries = entries_in(cache_of(node));
  uint64_t bytes = sum(entries);
  const uint64_t most = node.config().media.cache_bytes;
  if (bytes <= most) return;
  std::ranges::sort(entries, {}, &Cached::looked_at);
  for (const auto& entry : entries) {
    if (bytes <= most - most / 10) break;  // not again for the next picture
    std::error_code error;
    if (fs::remove(entry.path, error)) bytes -= entry.bytes;
  }
}

Result<Response> show_remote_file(Node& node, const Call& call) {
  const auto asked = TRY(find_remote_file(
      TRY(node.read()), node.home(), {call["kind"], call["id"], call["what"], call["signature"]}));
  const auto file = node.remote_files().get(node, asked);
  if (file.ok()) {
    return serve_file(call.request, TRY(file_at(file->path, file->media_type, file->tag)));
  }
  // A film of hours is shown where it is, or not at all.
  if (file.error().code == Code::too_large && !asked.captions)
    return redirect(302, asked.url.text());
  return file.error();
}

}  // namespace hallway
