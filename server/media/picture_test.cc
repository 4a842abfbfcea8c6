#include "server/media/picture.h"

#include <gmock/gmock.h>
#include <vips/vips.h>

namespace hallway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Pictures are drawn here, not kept in files.
class Pictures : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_TRUE(prepare_pictures().ok()); }

  // A slope of grey, `width` × `height`; with an alpha channel where asked.
  static VipsImage* drawn(int width, int height, bool alpha = false) {
    VipsImage *grey = nullptr, *wide = nullptr;
    EXPECT_EQ(vips_grey(&grey, width, height, "uchar", TRUE, nullptr), 0);
    VipsImage* bands[4] = {grey, grey, grey, grey};
    EXPECT_EQ(vips_bandjoin(bands, &wide, alpha ? 4 : 3, nullptr), 0);
    g_object_unref(grey);
    VipsImage* copy = nullptr;
    EXPECT_EQ(vips_copy(wide, &copy, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr), 0);
    g_object_unref(wide);
    return copy;
  }
  static std::string saved(VipsImage* image, const char* suffix) {
    void* bytes = nullptr;
    size_t size = 0;
    EXPECT_EQ(vips_image_write_to_buffer(image, suffix, &bytes, &size, nullptr), 0)
        << vips_error_buffer();
    std::string text(static_cast<const char*>(bytes), size);
    g_free(bytes);
    g_object_unref(image);
    return text;
  }
  static Result<MadePictures> make(const std::string& bytes, const MediaLimits& limits = {}) {
    const auto kind = kind_of(bytes);
    if (!kind) return fail(Code::internal, "of no kind");
    return make_pictures(bytes, *kind, limits);
  }
  static MadePictures made(const std::string& bytes, const MediaLimits& limits = {}) {
    auto done = make(bytes, limits);
    EXPECT_TRUE(done.ok()) << (done.ok() ? "" : done.error().what);
    return std::move(done).value_or(MadePictures());
  }
};

TEST_F(Pictures, OfEachKindAreTakenAndKeptAsTheWebShowsThem) {
  struct Case {
    const char *suffix, *kept;
  };
  for (const auto& [suffix, kept] :
       {Case{".jpg", "image/jpeg"}, Case{".png", "image/png"}, Case{".gif", "image/png"},
        Case{".webp", "image/webp"}, Case{".heic", "image/jpeg"}, Case{".avif", "image/jpeg"}}) {
    const auto pictures = made(saved(drawn(300, 200), suffix));
    EXPECT_EQ(pictures.kept.media_type, kept) << suffix;
    EXPECT_EQ(pictures.kept.width, 300U) << suffix;
    EXPECT_EQ(pictures.kept.height, 200U) << suffix;
    EXPECT_EQ(pictures.preview.media_type, "image/jpeg") << suffix;
    EXPECT_EQ(pictures.blurhash.size(), 28U) << suffix;
    EXPECT_EQ(kind_of(pictures.kept.bytes)->media_type, kept) << "and it is one";
  }
}

// So many pictures one after the other, each the negative of the one before.
std::string moving(VipsImage* one, int pictures, const char* suffix) {
  VipsImage *negative = nullptr, *strip = nullptr;
  EXPECT_EQ(vips_invert(one, &negative, nullptr), 0);
  std::vector<VipsImage*> all(static_cast<size_t>(pictures), one);
  for (size_t i = 1; i < all.size(); i += 2) all[i] = negative;
  EXPECT_EQ(vips_arrayjoin(all.data(), &strip, pictures, "across", 1, nullptr), 0);
  VipsImage* copy = nullptr;
  EXPECT_EQ(vips_copy(strip, &copy, nullptr), 0);
  g_object_unref(strip);
  vips_image_set_int(copy, "page-height", vips_image_get_height(one));
  std::vector<int> delay(static_cast<size_t>(pictures), 70);
  vips_image_set_array_int(copy, "delay", delay.data(), pictures);
  g_object_unref(one);
  g_object_unref(negative);
  void* bytes = nullptr;
  size_t size = 0;
  EXPECT_EQ(vips_image_write_to_buffer(copy, suffix, &bytes, &size, nullptr), 0)
      << vips_error_buffer();
  std::string text(static_cast<const char*>(bytes), size);
  g_free(bytes);
  g_object_unref(copy);
  return text;
}

TEST_F(Pictures, ThatMoveGoOnMovingWhereThatIsWanted) {
  MediaLimits limits{.preview_side = 128, .moving = true};
  limits.width = limits.height = 128;
  for (const auto* suffix : {".gif", ".webp"}) {
    const auto pictures = made(moving(drawn(200, 100, /*alpha=*/true), 3, suffix), limits);
    EXPECT_EQ(pictures.kept.media_type, "image/webp") << suffix;
    EXPECT_EQ(pictures.kept.width, 128U) << suffix;
    EXPECT_EQ(pictures.kept.height, 64U) << suffix;
    EXPECT_EQ(pictures.preview.height, 64U) << suffix;
    VipsImage* again = nullptr;
    ASSERT_EQ(vips_webpload_buffer(const_cast<char*>(pictures.kept.bytes.data()),
                                   pictures.kept.bytes.size(), &again, "n", -1, nullptr),
              0);
    EXPECT_EQ(vips_image_get_n_pages(again), 3) << suffix;
    EXPECT_EQ(vips_image_get_page_height(again), 64) << suffix;
    g_object_unref(again);
  }
  limits.matrix = 50'000;
  EXPECT_EQ(make(moving(drawn(200, 100), 3, ".gif"), limits).error().code, Code::too_large);
  limits.matrix = 64'000;
  EXPECT_EQ(made(moving(drawn(200, 100), 3, ".gif"), limits).kept.media_type, "image/webp");
}

TEST_F(Pictures, ThatDoNotMoveAreAsOthersWhereMovingIsWanted) {
  MediaLimits limits{.preview_side = 128, .moving = true};
  limits.width = limits.height = 128;
  for (const auto* suffix : {".png", ".gif", ".jpg", ".webp"}) {
    const auto pictures = made(saved(drawn(60, 30), suffix), limits);
    EXPECT_EQ(pictures.kept.width, 60U) << suffix << ": nothing is made larger";
    EXPECT_EQ(made(saved(drawn(600, 300), suffix), limits).kept.height, 64U) << suffix;
  }
}

TEST_F(Pictures, StandInTheMiddleOfASquareWhereThatIsWanted) {
  MediaLimits limits{.preview_side = 512, .square = true};
  limits.width = limits.height = 512;
  for (const auto* suffix : {".png", ".jpg", ".webp"}) {
    const auto pictures = made(saved(drawn(1'000, 250), suffix), limits);
    EXPECT_EQ(pictures.kept.media_type, "image/png") << suffix;
    EXPECT_EQ(pictures.kept.width, 512U);
    EXPECT_EQ(pictures.kept.height, 512U);
    EXPECT_EQ(pictures.preview.width, 512U) << "as it was brought";
    EXPECT_EQ(pictures.preview.height, 128U);
    EXPECT_EQ(pictures.preview.media_type, "image/png") << "and as sharp";
    VipsImage* again = nullptr;
    ASSERT_EQ(vips_pngload_buffer(const_cast<char*>(pictures.kept.bytes.data()),
                                  pictures.kept.bytes.size(), &again, nullptr),
              0);
    double* corner = nullptr;
    int bands = 0;
    ASSERT_EQ(vips_getpoint(again, &corner, &bands, 3, 3, nullptr), 0);
    EXPECT_EQ(bands, 4);
    EXPECT_EQ(corner[3], 0) << "one sees through what is left";
    g_free(corner);
    g_object_unref(again);
  }
}

TEST_F(Pictures, ThatOneSeesThroughStaySo) {
  const auto pictures = made(saved(drawn(300, 200, /*alpha=*/true), ".heic"));
  EXPECT_EQ(pictures.kept.media_type, "image/webp");
  EXPECT_EQ(pictures.preview.media_type, "image/webp");
}

TEST_F(Pictures, AreTurnedUprightAndLoseWhereTheyWereTaken) {
  VipsImage* image = drawn(300, 200);
  vips_image_set_int(image, "orientation", 6);  // a quarter turn
  vips_image_set_string(image, "exif-ifd0-Make",
                        "Secretcam (Secretcam, ASCII, 10 components, 10 bytes)");
  vips_image_set_string(image, "exif-ifd3-GPSLatitude",
                        "48/1 12/1 30/1 (48, 12, 30, Rational, 3 components, 24 bytes)");
  const std::string xmp = "<x:xmpmeta>Secretcam was here</x:xmpmeta>";
  vips_image_set_blob_copy(image, "xmp-data", xmp.data(), xmp.size());
  const auto bytes = saved(image, ".jpg");
  ASSERT_THAT(bytes, HasSubstr("Exif"));
  ASSERT_THAT(bytes, HasSubstr("Secretcam"));
  const auto pictures = made(bytes);
  EXPECT_EQ(pictures.kept.width, 200U);
  EXPECT_EQ(pictures.kept.height, 300U);
  for (const auto& one : {pictures.kept, pictures.preview}) {
    EXPECT_THAT(one.bytes, Not(HasSubstr("Exif")));
    EXPECT_THAT(one.bytes, Not(HasSubstr("Secretcam")));
    EXPECT_THAT(one.bytes, Not(HasSubstr("ICC_PROFILE")));
  }
}

// The mean of the first channel.
double redness(const std::string& bytes) {
  VipsImage *image = nullptr, *red = nullptr;
  image = vips_image_new_from_buffer(bytes.data(), bytes.size(), "", nullptr);
  EXPECT_EQ(vips_extract_band(image, &red, 0, nullptr), 0);
  double mean = 0;
  EXPECT_EQ(vips_avg(red, &mean, nullptr), 0);
  g_object_unref(red);
  g_object_unref(image);
  return mean;
}

// As phones take them: what is said in the colours of Display P3 is said in sRGB.
TEST_F(Pictures, KeepTheirColoursWithoutTheProfileThatNamesThem) {
  VipsImage *black = nullptr, *coloured = nullptr;
  ASSERT_EQ(vips_black(&black, 64, 64, "bands", 3, nullptr), 0);
  const double one[] = {1, 1, 1}, colour[] = {200, 80, 80};
  ASSERT_EQ(vips_linear(black, &coloured, one, colour, 3, "uchar", TRUE, nullptr), 0);
  g_object_unref(black);
  VipsImage* image = nullptr;
  ASSERT_EQ(vips_copy(coloured, &image, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr), 0);
  g_object_unref(coloured);
  const auto plain = made(saved(vips_image_copy_memory(image), ".png"));
  EXPECT_NEAR(redness(plain.kept.bytes), 200, 1);
  VipsBlob* profile = nullptr;
  ASSERT_EQ(vips_profile_load("p3", &profile, nullptr), 0);
  vips_image_set_blob_copy(image, VIPS_META_ICC_NAME, VIPS_AREA(profile)->data,
                           VIPS_AREA(profile)->length);
  vips_area_unref(VIPS_AREA(profile));
  const auto wide = made(saved(image, ".png"));
  EXPECT_GT(redness(wide.kept.bytes), 205);
  EXPECT_THAT(wide.kept.bytes, Not(HasSubstr("iCCP")));
}

TEST_F(Pictures, AreMadeSmallerToFitAndNeverLarger) {
  const auto bytes = saved(drawn(1'000, 500), ".png");
  const auto fitted = made(bytes, {.kept_matrix = 125'000, .preview_side = 100});
  EXPECT_EQ(fitted.kept.width, 500U);
  EXPECT_EQ(fitted.kept.height, 250U);
  EXPECT_EQ(fitted.preview.width, 100U);
  EXPECT_EQ(fitted.preview.height, 50U);
  MediaLimits face{.cover = true};
  face.width = face.height = 400;
  const auto cut = made(bytes, face);
  EXPECT_EQ(cut.kept.width, 400U);
  EXPECT_EQ(cut.kept.height, 400U);
  const auto tiny = made(saved(drawn(1, 1), ".png"));
  EXPECT_EQ(tiny.kept.width, 1U);
}

TEST_F(Pictures, WithMorePixelsThanMayBeAreRefusedBeforeTheyAreDecoded) {
  const auto done = make(saved(drawn(1'000, 500), ".png"), {.matrix = 499'999});
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().code, Code::too_large);
  EXPECT_THAT(done.error().what, HasSubstr("499999 pixels"));
}

TEST_F(Pictures, ThatAreTruncatedOrLieAreRefusedWithASentence) {
  for (const auto* suffix : {".jpg", ".png", ".webp", ".gif", ".heic"}) {
    const auto whole = saved(drawn(300, 200), suffix);
    for (const size_t part : {whole.size() / 2, whole.size() / 10, size_t{64}}) {
      const auto done = make(whole.substr(0, part));
      ASSERT_FALSE(done.ok()) << suffix << " cut to " << part;
      EXPECT_THAT(done.error().what, HasSubstr("damaged"));
    }
  }
  const auto done = make("\xff\xd8\xff\xe0" + std::string(500, 'x'));
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().code, Code::invalid);
}

}  // namespace
}  // namespace hallway

// The encoder with which these tests make HEIC files leaves something of itself behind.
extern "C" const char* __lsan_default_suppressions();   // NOLINT(bugprone-reserved-identifier)
extern "C" const char* __lsan_default_suppressions() {  // NOLINT(bugprone-reserved-identifier)
  return "leak:libx265\n";
}
