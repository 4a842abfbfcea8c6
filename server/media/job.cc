#include "server/media/job.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "server/media/confine.h"
#include "server/media/film_plan.h"
#include "server/media/film_program.h"
#include "server/media/media_kind.h"
#include "server/media/picture.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kMiB = 1024 * 1024;
constexpr DecoderLimits kPictureLimits{
    .memory = 1024 * kMiB, .cpu_seconds = 20, .file_bytes = 64 * kMiB};

Result<std::string> read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(Code::unavailable, path.string() + " cannot be read");
  return std::string(std::istreambuf_iterator<char>(file), {});
}

Result<std::string> first_bytes(const fs::path& path, size_t most) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(Code::unavailable, path.string() + " cannot be read");
  std::string bytes(most, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(most));
  bytes.resize(static_cast<size_t>(file.gcount()));
  return bytes;
}

// A file that is opened before the process may open none any more.
class Output {
 public:
  explicit Output(const fs::path& path)
      : path_(path), file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)) {}
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output() {
    if (file_ >= 0) ::close(file_);
  }

  Result<void> write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto written = ::write(file_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) {
        return fail(code_of_errno(errno), path_.string() + ": " + std::strerror(errno));
      }
      bytes.remove_prefix(static_cast<size_t>(written));
    }
    return {};
  }

 private:
  static Code code_of_errno(int error) {
    return error == ENOSPC || error == EDQUOT ? Code::full : Code::unavailable;
  }

  fs::path path_;
  int file_;
};

// From here on nothing can be opened; what a decoder is made to do stays in this process.
Result<void> prepare_to_decode() {
  TRY(prepare_pictures());
  TRY(limit_process(kPictureLimits));
  return confine_picture_decoder();
}

void describe_preview(const MadePictures& made, MediaReport& report) {
  report.preview = "preview";
  report.preview_type = made.preview.media_type;
  report.preview_width = made.preview.width;
  report.preview_height = made.preview.height;
  report.blurhash = made.blurhash;
}

Result<MediaReport> convert_picture(const fs::path& folder, const MediaKind& kind,
                                    const MediaLimits& limits) {
  const auto bytes = TRY(read_file(folder / "input"));
  const Output kept(folder / "kept"), preview(folder / "preview");
  TRY(prepare_to_decode());
  const auto made = TRY(make_pictures(bytes, kind, limits));
  TRY(kept.write(made.kept.bytes));
  TRY(preview.write(made.preview.bytes));
  MediaReport report{.type = "Image", .media_type = made.kept.media_type, .kept = "kept"};
  report.width = made.kept.width;
  report.height = made.kept.height;
  describe_preview(made, report);
  return report;
}

Result<FilmFacts> probe(const fs::path& folder, std::string_view demuxer, const char* file) {
  return parse_facts(TRY(run_film_program("ffprobe", probe_words(demuxer, file), folder)));
}

// The poster is a stranger's picture as well: it is decoded as one.
Result<void> add_poster(const fs::path& folder, const MediaLimits& limits, MediaReport& report) {
  TRY(run_film_program("ffmpeg", poster_words(report.duration_ms), folder));
  const auto bytes = TRY(read_file(folder / "poster.png"));
  const Output preview(folder / "preview");
  TRY(prepare_to_decode());
  const auto kind = kind_of(bytes);
  if (!kind || kind->decoder != "png") return fail(Code::invalid, "the film shows no picture");
  const auto made = TRY(make_pictures(bytes, *kind, limits));
  TRY(preview.write(made.preview.bytes));
  describe_preview(made, report);
  return {};
}

Result<MediaReport> convert_film(const fs::path& folder, const MediaKind& kind,
                                 const MediaLimits& limits) {
  const auto facts = TRY(probe(folder, kind.decoder, "input"));
  TRY(check_facts(facts, limits));
  const auto plan = plan_film(facts, kind, limits);
  TRY(run_film_program("ffmpeg", plan.words, folder));
  const auto made = TRY(probe(folder, plan.demuxer, "kept"));
  TRY(check_facts(made, limits));
  if (!is_whole(facts, made)) return fail(Code::invalid, "the file ends before its end");
  MediaReport report{.type = made.video.empty() ? "Audio" : "Video",
                     .media_type = plan.media_type,
                     .kept = "kept",
                     .width = made.width,
                     .height = made.height,
                     .duration_ms = made.duration_ms};
  report.silent_loop = kind.decoder == "gif";
  if (!made.video.empty()) TRY(add_poster(folder, limits, report));
  return report;
}

}  // namespace

Result<MediaReport> do_media_job(const fs::path& folder, const MediaLimits& limits) {
  constexpr size_t kEnoughToKnow = 4 * 1024 * 1024;  // for the second frame of a GIF
  const auto kind = kind_of(TRY(first_bytes(folder / "input", kEnoughToKnow)));
  if (!kind) {
    return fail(Code::invalid,
                "the file is no picture, film or sound of a kind that is taken here");
  }
  const bool stays_picture = limits.moving && kind->decoder == "gif";
  if (kind->family == MediaFamily::picture || stays_picture)
    return convert_picture(folder, *kind, limits);
  return convert_film(folder, *kind, limits);
}

}  // namespace hallway
