#include "server/media_files.h"

#include <filesystem>

#include "federation/plain_text.h"
#include "server/media_name.h"
#include "server/node.h"
#include "server/work_folder.h"
#include "storage/folder_hold.h"
#include "storage/log.h"
#include "storage/media.h"
#include "storage/values/crypto.h"
#include "storage/values/elapsed.h"
#include "storage/verify.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostPngBytes = 2 * 1024 * 1024, kMostAlt = 1'500;
constexpr uint32_t kMostSide = 16'384;
constexpr std::string_view kSignature = "\x89PNG\r\n\x1a\n";  // PNG §5.2

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
  if (png.size() > kMostPngBytes) return fail(Code::too_large, "the picture has more than 2 MiB");
  if (png.size() < 33 || !png.starts_with(kSignature) || png.substr(12, 4) != "IHDR") {
    return fail(Code::invalid, "the picture is no PNG");
  }
  const Size size{number_of(png, 16), number_of(png, 20)};
  if (size.width == 0 || size.height == 0 || size.width > kMostSide || size.height > kMostSide) {
    return fail(Code::invalid, "the picture's sides must be from 1 to 16,384");
  }
  return size;
}

constexpr Duration kUntilLookedAgain = hours(1);

// Nothing waits for longer of its own accord: what does was planned on a clock that was ahead.
bool is_to_come(Time due, Time now) {
  return due > now && due <= now + kUntilLookedAgain + kClockSkew;
}

}  // namespace

Result<Iri> keep_file(Node& node, const fs::path& made, std::string_view media_type) {
  const auto extension = extension_of(media_type);
  if (extension.empty()) {
    return fail(Code::invalid, "files of the kind " + std::string(media_type) + " are not kept");
  }
  const auto name = TRY(digest_of_file(made)) + "." + std::string(extension);
  TRY(node.blobs().put(made, name));
  return node.home().at("media/" + name);
}

Result<Attachment> keep_picture(Node& node, std::string_view png, std::string_view alt) {
  const auto size = TRY(size_of(png));
  const auto name = hex(as_bytes_view(sha256(png))) + ".png";
  const auto work = TRY(WorkFolder::make(node, png));
  TRY(node.blobs().put(work.path() / "input", name));
  return Attachment{.type = "Image",
                    .media_type = "image/png",
                    .url = node.home().at("media/" + name),
                    .name = std::string(utf8_prefix(clean_text(alt), kMostAlt)),
                    .width = size.width,
                    .height = size.height};
}

Result<Iri> keep_captions(Node& node, std::string_view web_vtt) {
  const auto work = TRY(WorkFolder::make(node, web_vtt));
  return keep_file(node, work.path() / "input", "text/vtt");
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
  const bool all = carried && node.blobs().sweep(*carried);
  TRY(node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    if (find_position(txn, kMediaLeft) != due) return {};  // somebody else has left meanwhile
    if (all) return erase_position(txn, kMediaLeft);
    return put_position(txn, kMediaLeft, static_cast<uint64_t>((now + kUntilLookedAgain).ms));
  }));
  if (!carried) return carried.error();
  return {};
}

}  // namespace hallway
