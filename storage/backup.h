#pragma once
// A node's data folder as one file, and back. The form of the file: storage/backup_blocks.h.
//
// A backup holds the store as it was at one moment, without its free pages, and every other file of
// the folder: configuration, media, keys and certificates; hallway.toml comes last. Left out are
// what is made anew (the lock, the control socket, cached files of others, uploads that are being
// made ready, the note of the last backup), halves of files ("*.part") and other backups.
// Pictures are written before the posts that show them, the store is copied before them, and none
// is removed while a backup is made (storage/folder_hold.h): nothing that the store names is
// missing. Signed heads of the log (audit/) are copied before the store: none is of an entry that
// it lacks. It holds every secret of the node, in the clear.

#include <cstdint>
#include <filesystem>
#include <functional>

#include "storage/values/result.h"
#include "storage/values/time.h"

namespace hallway {

// Called now and then with the bytes done and about how many there are.
using BackupProgress = std::function<void(uint64_t done, uint64_t all)>;

struct BackupFigures {
  Time made;
  uint64_t bytes = 0;  // of the backup
  uint64_t files = 0;  // in it
};

struct BackupOptions {
  Time made;             // now
  bool replace = false;  // a file of that name that is there
  BackupProgress progress;
};

// Makes `file` (mode 0600) of what `dir` holds, while a node runs there or not. It is written as
// FILE.part, made durable and renamed: there is a whole backup of that name or none. The process
// must hold no locks in other threads (storage/apart.h). Errors: not_found (no store), conflict
// (there is such a file, or one is being made), corrupt (the store cannot be read), full (the
// disk is full), unavailable.
Result<BackupFigures> make_backup(const std::filesystem::path& dir,
                                  const std::filesystem::path& file, const BackupOptions& options);

// Puts back into `dir`, new or empty, what `file` holds, for the owner of the process only. The
// whole file is checked before the folder is made, so `progress` counts it twice. On any error the
// folder is as it was. Errors: not_found, invalid (no backup), corrupt (damaged or cut off),
// conflict (the folder is in use), full, unavailable.
Result<BackupFigures> restore_backup(const std::filesystem::path& file,
                                     const std::filesystem::path& dir,
                                     const BackupProgress& progress = {});

}  // namespace hallway
