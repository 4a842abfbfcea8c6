#include "server/media/picture.h"

#include <vips/vips.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <span>

#include "server/media/blurhash.h"

namespace hallway {
namespace {

constexpr int kThreads = 2;
constexpr int kQuality = 88, kPreviewQuality = 80;
constexpr int kBlurSide = 32;

struct Unref {
  void operator()(VipsImage* image) const { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

Error damaged() {
  vips_error_clear();
  return fail(Code::invalid, "the picture is damaged, or not what it claims to be");
}

// libvips does not write to what it is given to read.
void* readable(std::string_view bytes) { return const_cast<char*>(bytes.data()); }

// Only the header is read.
Result<Image> open_picture(std::string_view bytes, std::string_view decoder) {
  VipsImage* image = nullptr;
  int failed = -1;
  const auto load = [&](auto&& loader) {
    failed = loader(readable(bytes), bytes.size(), &image, "access", VIPS_ACCESS_SEQUENTIAL,
                    "fail_on", VIPS_FAIL_ON_TRUNCATED, nullptr);
  };
  if (decoder == "jpeg") load(vips_jpegload_buffer);
  if (decoder == "png") load(vips_pngload_buffer);
  if (decoder == "webp") load(vips_webpload_buffer);
  if (decoder == "gif") load(vips_gifload_buffer);
  if (decoder == "heif") load(vips_heifload_buffer);
  if (failed != 0) return damaged();
  return Image(image);
}

struct Side {
  int width = 0, height = 0;
};

// What fits into so many pixels, as it will stand upright.
Side side_for(VipsImage* image, const MediaLimits& limits) {
  double width = vips_image_get_width(image), height = vips_image_get_height(image);
  if (vips_image_get_orientation_swap(image)) std::swap(width, height);
  if (limits.cover || limits.moving || limits.square) {
    return {static_cast<int>(limits.width), static_cast<int>(limits.height)};
  }
  const double room = static_cast<double>(limits.kept_matrix) / (width * height);
  const double factor = std::min(1.0, std::sqrt(room));
  return {std::max(1, static_cast<int>(width * factor)),
          std::max(1, static_cast<int>(std::ceil(height * factor)))};
}

// So much that a JPEG can be decoded as a smaller one.
bool is_much_smaller(VipsImage* image, const Side& side) {
  const int from = std::max(vips_image_get_width(image), vips_image_get_height(image));
  return from >= 2 * std::max(side.width, side.height);
}

Result<Image> into_memory(VipsImage* image) {
  VipsImage* copy = vips_image_copy_memory(image);
  if (!copy) return damaged();
  return Image(copy);
}

// What the camera wrote beside the picture: nothing of it is kept. libvips 8.14 would read Exif
// data that it has freed before it leaves them out of a WebP.
void forget_remarks(VipsImage* image) {
  gchar** const fields = vips_image_get_fields(image);
  for (gchar** field = fields; field && *field; ++field) {
    const std::string_view name(*field);
    const bool remark = name.starts_with("exif-") || name == VIPS_META_XMP_NAME ||
                        name == VIPS_META_IPTC_NAME || name == VIPS_META_PHOTOSHOP_NAME;
    if (remark) vips_image_remove(image, *field);
  }
  g_strfreev(fields);
}

// Three or four channels of eight bits.
Result<Image> as_srgb(VipsImage* image) {
  VipsImage* converted = nullptr;
  if (vips_colourspace(image, &converted, VIPS_INTERPRETATION_sRGB, nullptr) != 0) return damaged();
  const Image owned(converted);
  VipsImage* narrow = nullptr;
  if (vips_cast_uchar(owned.get(), &narrow, nullptr) != 0) return damaged();
  return Image(narrow);
}

// Without a channel that says that nothing is seen through.
Result<Image> without_idle_alpha(Image image) {
  if (!vips_image_hasalpha(image.get())) return image;
  VipsImage* channel = nullptr;
  const int last = vips_image_get_bands(image.get()) - 1;
  if (vips_extract_band(image.get(), &channel, last, nullptr) != 0) return damaged();
  const Image alpha(channel);
  double least = 0;
  if (vips_min(alpha.get(), &least, nullptr) != 0) return damaged();
  if (least < 255) return image;
  VipsImage* opaque = nullptr;
  if (vips_extract_band(image.get(), &opaque, 0, "n", last, nullptr) != 0) return damaged();
  const Image owned(opaque);
  return into_memory(owned.get());
}

// What says nothing of its colours is in sRGB already; to convert it all the same takes a quarter
// of a second for a photo.
bool has_other_colours(VipsImage* header) {
  return vips_image_get_typeof(header, VIPS_META_ICC_NAME) != 0 ||
         vips_image_get_interpretation(header) == VIPS_INTERPRETATION_CMYK;
}

enum class Pages { first, all };

// What is decoded of `bytes` piece by piece, when it is read: turned upright, made smaller, in
// sRGB. A JPEG that is to become much smaller is decoded as a smaller one.
Result<Image> decoding(std::string_view bytes, VipsImage* header, const Side& side, bool cover,
                       Pages pages = Pages::first) {
  const auto thumbnail = [&](auto... more) {
    VipsImage* image = nullptr;
    vips_thumbnail_buffer(readable(bytes), bytes.size(), &image, side.width, "height", side.height,
                          "size", VIPS_SIZE_DOWN, "crop",
                          cover ? VIPS_INTERESTING_CENTRE : VIPS_INTERESTING_NONE, "option_string",
                          pages == Pages::all ? "n=-1,fail_on=truncated" : "fail_on=truncated",
                          more..., nullptr);
    return image;
  };
  VipsImage* const image =
      has_other_colours(header) ? thumbnail("export_profile", "srgb") : thumbnail();
  if (!image) return damaged();
  const Image owned(image);
  return as_srgb(owned.get());
}

Result<Image> smaller(VipsImage* image, int side) {
  VipsImage* made = nullptr;
  if (vips_thumbnail_image(image, &made, side, "height", side, "size", VIPS_SIZE_DOWN, nullptr)) {
    return damaged();
  }
  const Image owned(made);
  return into_memory(owned.get());
}

enum class Wanted { jpeg, png, webp };

Result<Picture> encode(VipsImage* image, Wanted wanted, int quality) {
  void* bytes = nullptr;
  size_t size = 0;
  int failed = -1;
  Picture picture;
  switch (wanted) {
    case Wanted::jpeg:
      picture.media_type = "image/jpeg";
      failed = vips_jpegsave_buffer(image, &bytes, &size, "Q", quality, "strip", TRUE,
                                    "optimize_coding", TRUE, nullptr);
      break;
    case Wanted::png:
      picture.media_type = "image/png";
      failed = vips_pngsave_buffer(image, &bytes, &size, "strip", TRUE, nullptr);
      break;
    case Wanted::webp:
      picture.media_type = "image/webp";
      failed = vips_webpsave_buffer(image, &bytes, &size, "Q", quality, "strip", TRUE, nullptr);
      break;
  }
  if (failed != 0) return damaged();
  picture.bytes.assign(static_cast<const char*>(bytes), size);
  g_free(bytes);
  picture.width = static_cast<uint32_t>(vips_image_get_width(image));
  picture.height = static_cast<uint32_t>(vips_image_get_height(image));
  return picture;
}

// What is drawn stays sharp and what is seen through stays so.
Wanted form_for(VipsImage* image, std::string_view decoder) {
  if (decoder == "png" || decoder == "gif") return Wanted::png;
  if (decoder == "webp" || vips_image_hasalpha(image)) return Wanted::webp;
  return Wanted::jpeg;
}

Result<std::string> blurhash_for(VipsImage* image) {
  const auto small = TRY(smaller(image, kBlurSide));
  Image opaque;
  VipsImage* flat = nullptr;
  if (vips_image_hasalpha(small.get())) {
    if (vips_flatten(small.get(), &flat, nullptr) != 0) return damaged();
    opaque.reset(flat);
  }
  size_t size = 0;
  VipsImage* const from = opaque ? opaque.get() : small.get();
  void* bytes = vips_image_write_to_memory(from, &size);
  if (!bytes) return damaged();
  const auto width = static_cast<size_t>(vips_image_get_width(from));
  const auto height = static_cast<size_t>(vips_image_get_height(from));
  auto hash = blurhash_of({static_cast<const uint8_t*>(bytes), size}, width, height,
                          waves_for(width, height));
  g_free(bytes);
  return hash;
}

Result<void> add_preview(VipsImage* preview, MadePictures& made) {
  const auto form = vips_image_hasalpha(preview) ? Wanted::webp : Wanted::jpeg;
  made.preview = TRY(encode(preview, form, kPreviewQuality));
  made.blurhash = TRY(blurhash_for(preview));
  return {};
}

Result<Image> upright(Image image) {
  if (vips_image_get_orientation(image.get()) <= 1) return image;
  const auto whole = TRY(into_memory(image.get()));  // it is read in another order
  VipsImage* turned = nullptr;
  if (vips_autorot(whole.get(), &turned, nullptr) != 0) return damaged();
  return Image(turned);
}

// A little smaller, in half of the time that decoding() takes for it: its kernel is for previews.
Result<Image> a_little_smaller(std::string_view bytes, const Side& side) {
  const auto image = TRY(open_picture(bytes, "jpeg"));
  const bool swap = vips_image_get_orientation_swap(image.get());
  const double across = 1.0 * vips_image_get_width(image.get()) / (swap ? side.height : side.width);
  const double down = 1.0 * vips_image_get_height(image.get()) / (swap ? side.width : side.height);
  const double factor = std::max({across, down, 1.0});
  VipsImage* reduced = nullptr;
  if (vips_reduce(image.get(), &reduced, factor, factor, "kernel", VIPS_KERNEL_CUBIC, nullptr)) {
    return damaged();
  }
  return upright(Image(reduced));
}

// A JPEG, by far the most that people bring, and the largest: it is decoded while it is encoded, on
// two processors, and never all of it in memory; its preview is cheaper made of the file anew.
Result<MadePictures> make_photo(std::string_view bytes, VipsImage* header,
                                const MediaLimits& limits) {
  MadePictures made;
  {
    const auto to = side_for(header, limits);
    const auto image = has_other_colours(header) || is_much_smaller(header, to)
                           ? TRY(decoding(bytes, header, to, /*cover=*/false))
                           : TRY(a_little_smaller(bytes, to));
    made.kept = TRY(encode(image.get(), Wanted::jpeg, kQuality));
  }
  const int side = static_cast<int>(limits.preview_side);
  const auto small = TRY(decoding(bytes, header, {side, side}, /*cover=*/false));
  const auto preview = TRY(into_memory(small.get()));
  forget_remarks(preview.get());
  TRY(add_preview(preview.get(), made));
  return made;
}

// In the middle of a field that can be seen through.
Result<Image> in_the_middle(Image image, const Side& side) {
  if (!vips_image_hasalpha(image.get())) {
    VipsImage* clear = nullptr;
    if (vips_addalpha(image.get(), &clear, nullptr) != 0) return damaged();
    image.reset(clear);
  }
  VipsImage* placed = nullptr;
  if (vips_gravity(image.get(), &placed, VIPS_COMPASS_DIRECTION_CENTRE, side.width, side.height,
                   "extend", VIPS_EXTEND_BLACK, nullptr) != 0) {
    return damaged();
  }
  const Image owned(placed);
  return into_memory(owned.get());
}

// All its pictures one below the other are one to libvips, which knows from the remarks where each
// ends and how long it is shown.
Result<MadePictures> make_moving(std::string_view bytes, VipsImage* header,
                                 const MediaLimits& limits) {
  const auto side = side_for(header, limits);
  const auto read = TRY(decoding(bytes, header, side, /*cover=*/false, Pages::all));
  const auto whole = TRY(into_memory(read.get()));
  forget_remarks(whole.get());
  MadePictures made;
  made.kept = TRY(encode(whole.get(), Wanted::webp, kQuality));
  made.kept.height = static_cast<uint32_t>(vips_image_get_page_height(whole.get()));
  const auto first = TRY(decoding(bytes, header, side, /*cover=*/false));
  const auto still = TRY(into_memory(first.get()));
  forget_remarks(still.get());
  TRY(add_preview(still.get(), made));
  return made;
}

Result<MadePictures> make_other(std::string_view bytes, VipsImage* header, const MediaKind& kind,
                                const MediaLimits& limits) {
  const auto read = TRY(decoding(bytes, header, side_for(header, limits), limits.cover));
  auto whole = TRY(into_memory(read.get()));
  forget_remarks(whole.get());
  const auto image = TRY(without_idle_alpha(std::move(whole)));
  MadePictures made;
  if (limits.square) {
    const auto field = TRY(in_the_middle(TRY(into_memory(image.get())), side_for(header, limits)));
    made.kept = TRY(encode(field.get(), Wanted::png, kQuality));
  } else {
    made.kept = TRY(encode(image.get(), form_for(image.get(), kind.decoder), kQuality));
  }
  const auto preview = TRY(smaller(image.get(), static_cast<int>(limits.preview_side)));
  TRY(add_preview(preview.get(), made));
  // A logo is drawn, not photographed: it stays sharp.
  if (limits.square) made.preview = TRY(encode(preview.get(), Wanted::png, kPreviewQuality));
  return made;
}

}  // namespace

Result<void> prepare_pictures() {
  ::setenv("VIPS_NOVECTOR", "1", 1);  // it would write code while it runs
  if (vips_init("hallway-media") != 0) {
    return fail(Code::unavailable, "libvips cannot be used: " + std::string(vips_error_buffer()));
  }
  vips_concurrency_set(kThreads);
  vips_cache_set_max(0);  // one picture, once
  vips_operation_block_set("VipsForeignLoad", TRUE);
  for (const auto* loader : {"VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp",
                             "VipsForeignLoadNsgif", "VipsForeignLoadHeif"}) {
    vips_operation_block_set(loader, FALSE);
  }
  return {};
}

Result<MadePictures> make_pictures(std::string_view bytes, const MediaKind& kind,
                                   const MediaLimits& limits) {
  const auto header = TRY(open_picture(bytes, kind.decoder));
  const auto width = static_cast<uint64_t>(vips_image_get_width(header.get()));
  const auto height = static_cast<uint64_t>(vips_image_get_height(header.get()));
  if (width * height > limits.matrix) {
    return fail(Code::too_large,
                "the picture has more than " + std::to_string(limits.matrix) + " pixels");
  }
  const auto pages = static_cast<uint64_t>(std::max(1, vips_image_get_n_pages(header.get())));
  if (limits.moving && pages > 1) {
    if (width * height * pages > limits.matrix) {
      return fail(Code::too_large, "the pictures of it have more than " +
                                       std::to_string(limits.matrix) + " pixels together");
    }
    return make_moving(bytes, header.get(), limits);
  }
  const bool photo = kind.decoder == "jpeg" && !limits.cover && !limits.moving && !limits.square;
  return photo ? make_photo(bytes, header.get(), limits)
               : make_other(bytes, header.get(), kind, limits);
}

}  // namespace hallway
