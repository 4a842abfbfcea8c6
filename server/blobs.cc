#include "server/blobs.h"

#include <algorithm>

#include "server/media_name.h"

namespace hallway {
namespace {

bool is_sound(Blobs& blobs, const Blob& blob) {
  const auto body = blobs.open(blob.name, 0, blob.bytes);
  if (!body.ok()) return false;
  const auto digest = digest_of(**body);
  return digest.ok() && *digest == digest_in(blob.name);
}

}  // namespace

Result<std::vector<std::string>> find_missing(Blobs& blobs, const std::set<std::string>& wanted) {
  std::set<std::string> there;
  TRY(blobs.list([&](const Blob& blob) { there.insert(blob.name); }));
  std::vector<std::string> missing;
  for (const auto& name : wanted) {
    if (!media_type_of_name(name).empty() && !there.contains(name)) missing.push_back(name);
  }
  return missing;
}

Result<std::vector<std::string>> find_damaged(Blobs& blobs) {
  std::vector<Blob> all;
  TRY(blobs.list([&](const Blob& blob) { all.push_back(blob); }));
  std::vector<std::string> damaged;
  for (const auto& blob : all) {
    if (!is_sound(blobs, blob)) damaged.push_back(blob.name);
  }
  std::ranges::sort(damaged);
  return damaged;
}

}  // namespace hallway
