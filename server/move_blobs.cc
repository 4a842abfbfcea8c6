#include "server/move_blobs.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "server/folder_blobs.h"
#include "server/media_name.h"
#include "storage/apart.h"
#include "storage/descriptor.h"
#include "storage/folder_hold.h"
#include "storage/values/crypto.h"
#include "storage/values/long_digest.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kPiece = 1024 * 1024;

uint64_t sum(const std::vector<Blob>& blobs) {
  uint64_t all = 0;
  for (const auto& blob : blobs) all += blob.bytes;
  return all;
}

// A backup that is being made counts on what is in the folder.
Result<void> remove_from_folder(const fs::path& dir, const fs::path& file) {
  const auto claimed = TRY(claim_folder(dir));
  if (!claimed) {
    return fail(Code::conflict, "a backup of " + dir.string() + " is being made; try again then");
  }
  std::error_code error;
  fs::remove(file, error);
  if (error) return fail(Code::unavailable, file.string() + ": " + error.message());
  return {};
}

Result<void> send(const fs::path& dir, const S3& s3, const Blob& blob) {
  const auto file = dir / "media" / blob.name;
  const std::string digest(digest_in(blob.name));
  if (TRY(digest_of_file(file)) != digest) {
    return fail(Code::corrupt, file.string() + " is not the file that its name says");
  }
  TRY(s3.put(blob.name, {file, digest, media_type_of_name(blob.name)}));
  if (TRY(s3.size_of(blob.name)) != blob.bytes) {
    return fail(Code::unavailable, s3.what() + " has not all of " + blob.name);
  }
  return remove_from_folder(dir, file);
}

// What is read goes into `file`; gives its digest.
Result<std::string> write_down(const S3& s3, const Blob& blob, int file) {
  LongDigest digest;
  for (uint64_t at = 0; at < blob.bytes;) {
    const auto piece = TRY(s3.read(blob.name, at, std::min(kPiece, blob.bytes - at)));
    TRY(write_all(file, piece));
    digest.add(piece);
    at += piece.size();
  }
  return hex(as_bytes_view(digest.finish()));
}

Result<void> fetch(const fs::path& folder, const S3& s3, const Blob& blob) {
  const auto part = folder / (blob.name + ".part");
  {
    const Descriptor file(::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (!file.ok()) return file_error(part);
    const auto digest = naming(part, write_down(s3, blob, file.get()));
    const bool sound = digest.ok() && *digest == digest_in(blob.name);
    if (!sound) ::unlink(part.c_str());
    if (!digest.ok()) return digest.error();
    if (!sound) {
      return fail(Code::corrupt, blob.name + " in " + s3.what() + " is not what its name says");
    }
    if (::fsync(file.get()) != 0) return file_error(part);
  }
  if (::rename(part.c_str(), (folder / blob.name).c_str()) != 0) return file_error(folder);
  TRY(make_durable(folder));
  return s3.erase(blob.name);
}

}  // namespace

Result<MovedBlobs> move_to_storage(const fs::path& dir, const S3& s3,
                                   const MoveProgress& progress) {
  std::vector<Blob> all;
  FolderBlobs folder(dir / "media");
  TRY(folder.list([&](const Blob& blob) { all.push_back(blob); }));
  const auto bytes = sum(all);
  MovedBlobs moved;
  for (const auto& blob : all) {
    progress(moved.bytes, bytes);
    TRY(send(dir, s3, blob));
    ++moved.files;
    moved.bytes += blob.bytes;
  }
  return moved;
}

Result<MovedBlobs> move_to_folder(const fs::path& dir, const S3& s3, const MoveProgress& progress) {
  std::vector<Blob> all;
  std::string from;
  do {
    const auto page = TRY(s3.list(from));
    for (const auto& entry : page.entries) {
      if (!media_type_of_name(entry.name).empty()) all.push_back({entry.name, entry.bytes});
    }
    from = page.next;
  } while (!from.empty());
  std::error_code error;
  fs::create_directories(dir / "media", error);
  if (error) return fail(Code::unavailable, (dir / "media").string() + ": " + error.message());
  const auto bytes = sum(all);
  MovedBlobs moved;
  for (const auto& blob : all) {
    progress(moved.bytes, bytes);
    TRY(fetch(dir / "media", s3, blob));
    ++moved.files;
    moved.bytes += blob.bytes;
  }
  return moved;
}

}  // namespace hallway
