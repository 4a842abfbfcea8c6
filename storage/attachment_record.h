#pragma once
// Attachments inside the records that hold some (storage/posts.h, storage/media.h).

#include <memory>

#include "storage/posts.h"
#include "storage/record.h"

namespace hallway {

std::unique_ptr<record::AttachmentT> record_of(const Attachment& attachment);
Attachment attachment_of(record::AttachmentT& record);  // takes its texts

}  // namespace hallway
