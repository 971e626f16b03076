/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_JOB_H
#define KEEL_JOB_H

/**
 * SECTION:job
 * @short_description: long work on a domain
 *
 * Saving, restoring, backing up and migrating a domain are jobs. A domain does one at a time: a
 * second one fails with %KEEL_STATUS_BUSY. A job that goes on after its function returned, or that
 * another thread waits for, tells how far it is and can be aborted.
 */

#include <keel/connection.h>
#include <keel/domain.h>
#include <keel/error.h>
#include <keel/param.h>
#include <keel/types.h>

KEEL_BEGIN_DECLS

/**
 * keel_job_type:
 * @KEEL_JOB_TYPE_NONE: there is no job
 * @KEEL_JOB_TYPE_BOUNDED: it is at work, and tells how much is left
 * @KEEL_JOB_TYPE_UNBOUNDED: it is at work, and cannot tell how much is left
 * @KEEL_JOB_TYPE_COMPLETED: it has ended well
 * @KEEL_JOB_TYPE_FAILED: it has failed
 * @KEEL_JOB_TYPE_ABORTED: it was aborted
 *
 * How a job stands.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_job_type {
	KEEL_JOB_TYPE_NONE = 0,
	KEEL_JOB_TYPE_BOUNDED = 1,
	KEEL_JOB_TYPE_UNBOUNDED = 2,
	KEEL_JOB_TYPE_COMPLETED = 3,
	KEEL_JOB_TYPE_FAILED = 4,
	KEEL_JOB_TYPE_ABORTED = 5
} keel_job_type;

/**
 * keel_job_operation:
 * @KEEL_JOB_OPERATION_UNKNOWN: something else
 * @KEEL_JOB_OPERATION_START: starts the domain
 * @KEEL_JOB_OPERATION_SAVE: saves it into a file
 * @KEEL_JOB_OPERATION_RESTORE: restores it from a file
 * @KEEL_JOB_OPERATION_MIGRATE_OUT: moves it to another host
 * @KEEL_JOB_OPERATION_MIGRATE_IN: takes it in from another host
 * @KEEL_JOB_OPERATION_SNAPSHOT: makes a snapshot
 * @KEEL_JOB_OPERATION_REVERT: goes back to a snapshot
 * @KEEL_JOB_OPERATION_BACKUP: copies its disks
 * @KEEL_JOB_OPERATION_DUMP: writes its memory into a file
 *
 * What a job does.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_job_operation {
	KEEL_JOB_OPERATION_UNKNOWN = 0,
	KEEL_JOB_OPERATION_START = 1,
	KEEL_JOB_OPERATION_SAVE = 2,
	KEEL_JOB_OPERATION_RESTORE = 3,
	KEEL_JOB_OPERATION_MIGRATE_OUT = 4,
	KEEL_JOB_OPERATION_MIGRATE_IN = 5,
	KEEL_JOB_OPERATION_SNAPSHOT = 6,
	KEEL_JOB_OPERATION_REVERT = 7,
	KEEL_JOB_OPERATION_BACKUP = 8,
	KEEL_JOB_OPERATION_DUMP = 9
} keel_job_operation;

/**
 * keel_job_flags:
 * @KEEL_JOB_CURRENT: the one at work
 * @KEEL_JOB_FINISHED: the one that ended last
 *
 * Which job to look at.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_job_flags {
	KEEL_JOB_CURRENT = 0,
	KEEL_JOB_FINISHED = 1u << 0
} keel_job_flags;

/**
 * keel_save_flags:
 * @KEEL_SAVE_NONE: what it was
 * @KEEL_SAVE_RUNNING: running
 * @KEEL_SAVE_PAUSED: paused
 *
 * What a domain is when it is restored.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_save_flags {
	KEEL_SAVE_NONE = 0,
	KEEL_SAVE_RUNNING = 1u << 0,
	KEEL_SAVE_PAUSED = 1u << 1
} keel_save_flags;

/**
 * keel_backup_flags:
 * @KEEL_BACKUP_NONE: nothing special
 *
 * How to back up a domain.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_backup_flags {
	KEEL_BACKUP_NONE = 0
} keel_backup_flags;

/**
 * keel_migrate_flags:
 * @KEEL_MIGRATE_NONE: the domain is paused meanwhile
 * @KEEL_MIGRATE_LIVE: the domain goes on until the last moment
 * @KEEL_MIGRATE_PAUSED: the domain is paused when it is there
 * @KEEL_MIGRATE_PERSIST: the domain becomes persistent there
 * @KEEL_MIGRATE_UNDEFINE_SOURCE: the domain is undefined here
 *
 * How to migrate a domain.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_migrate_flags {
	KEEL_MIGRATE_NONE = 0,
	KEEL_MIGRATE_LIVE = 1u << 0,
	KEEL_MIGRATE_PAUSED = 1u << 1,
	KEEL_MIGRATE_PERSIST = 1u << 2,
	KEEL_MIGRATE_UNDEFINE_SOURCE = 1u << 3
} keel_migrate_flags;

/**
 * keel_job_info:
 * @type: how it stands
 * @operation: what it does
 * @elapsed_ms: (unit ms): how long it has been at work
 * @total: (unit byte): how much there is to do, 0 when it is not known
 * @processed: (unit byte): how much is done
 * @remaining: (unit byte): how much is left, 0 when it is not known
 *
 * How far a job is.
 *
 * This record never grows.
 *
 * Since: 1.0
 */
typedef struct keel_job_info {
	keel_job_type type;
	keel_job_operation operation;
	uint64_t elapsed_ms;
	uint64_t total;
	uint64_t processed;
	uint64_t remaining;
} keel_job_info;

/**
 * keel_domain_get_job_info: (method)
 * @self: the domain
 * @flags: (flags keel_job_flags) (default 0): which job
 * @ret: (out caller-allocates): how far it is; its type is %KEEL_JOB_TYPE_NONE when there is no
 *   such job
 *
 * Gets how far the job of the domain is.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the domain is gone, %KEEL_STATUS_INVALID_ARGUMENT
 *   for an unknown flag, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_get_job_info(const keel_domain *self, uint32_t flags,
					      keel_job_info *ret);

/**
 * keel_domain_abort_job: (method)
 * @self: the domain
 *
 * Aborts the job of the domain.
 *
 * The function that does the job, if one is waiting for it, fails with %KEEL_STATUS_ABORTED. The
 * domain goes on as if the job had not been begun.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when there is no job, %KEEL_STATUS_NOT_FOUND when
 *   the domain is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_abort_job(keel_domain *self);

/**
 * keel_domain_save: (method)
 * @self: the domain
 * @path: (type filename) (not nullable): the file, on the host
 * @flags: (flags keel_save_flags) (default 0): what it is when it is restored
 *
 * Saves the domain into a file and stops it.
 *
 * A transient domain is gone then. It waits for the job.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when it is not active or stops meanwhile,
 *   %KEEL_STATUS_BUSY when a job is at work, %KEEL_STATUS_IO when the file cannot be written,
 *   %KEEL_STATUS_ABORTED, %KEEL_STATUS_NOT_FOUND when it is gone, %KEEL_STATUS_INVALID_ARGUMENT
 *   when both flags are given or one is unknown, %KEEL_STATUS_PERMISSION on a read-only connection,
 *   or %KEEL_STATUS_CLOSED, meanwhile too
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_save(keel_domain *self, const char *path, uint32_t flags);

/**
 * keel_connection_restore_domain: (method)
 * @self: the connection
 * @path: (type filename) (not nullable): the file, on the host
 * @flags: (flags keel_save_flags) (default 0): what the domain is then
 * @ret: (out) (optional) (transfer full): the domain
 *
 * Restores a domain from a file that keel_domain_save() has written.
 *
 * It waits for the job. The file stays.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_IO when the file cannot be read, %KEEL_STATUS_XML when it is not
 *   such a file, %KEEL_STATUS_OUT_OF_RANGE when a number in it is too small or too large,
 *   %KEEL_STATUS_ALREADY_EXISTS when another domain has the name or the UUID,
 *   %KEEL_STATUS_INVALID_STATE when the domain is active, %KEEL_STATUS_BUSY when a job is at work
 *   on it, %KEEL_STATUS_ABORTED, %KEEL_STATUS_INVALID_ARGUMENT when both flags are given or one is
 *   unknown, %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED, meanwhile
 *   too
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_restore_domain(keel_connection *self, const char *path,
						    uint32_t flags, keel_domain **ret);

/**
 * keel_domain_begin_backup: (method)
 * @self: the domain
 * @xml: (type utf8) (nullable) (default NULL): the element `domainbackup`, or %NULL to copy all
 *   disks to where the driver thinks best
 * @flags: (flags keel_backup_flags) (default 0): how
 *
 * Begins to copy the disks of the domain as they are at this moment.
 *
 * It does not wait: the job tells how far it is, and a listener hears when it has ended.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when the domain is not active, %KEEL_STATUS_BUSY
 *   when a job is at work, %KEEL_STATUS_XML when the element is faulty, %KEEL_STATUS_NOT_FOUND
 *   when it is gone, %KEEL_STATUS_INVALID_ARGUMENT for an unknown flag, %KEEL_STATUS_PERMISSION on
 *   a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_begin_backup(keel_domain *self, const char *xml, uint32_t flags);

/**
 * keel_domain_migrate: (method)
 * @self: the domain
 * @destination: (transfer none) (not nullable): a connection to the host it is to run on
 * @flags: (flags keel_migrate_flags) (default 0): how
 * @params: (transfer none) (array length=n_params) (dict) (nullable): the parameters: `name` and
 *   `xml` for what it is called and how it is configured there, `uri` for how the hosts reach each
 *   other, `bandwidth` in MiB/s, or %NULL for none
 * @n_params: how many there are
 * @ret: (out) (optional) (transfer full): the domain on the other host
 *
 * Moves the domain to another host.
 *
 * A host is told by its UUID, never by its name: two hosts may have the same name, and one host
 * may have several.
 *
 * It waits for the job. When it fails or is aborted, the domain is on this host as before and not
 * on the other; it never runs on both or on neither. What is changed meanwhile goes along. Its
 * snapshots do not.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_SAME_HOST when both connections lead to the host of the same
 *   UUID, %KEEL_STATUS_INVALID_ARGUMENT when the drivers differ, a parameter is not known, is given
 *   twice or does not fit, or a flag is unknown, %KEEL_STATUS_XML when `xml` is faulty,
 *   %KEEL_STATUS_OUT_OF_RANGE when a number is too small or too large, %KEEL_STATUS_INVALID_STATE
 *   when the domain is not active or stops meanwhile, %KEEL_STATUS_BUSY when a job is at work,
 *   %KEEL_STATUS_ALREADY_EXISTS when a domain there has the name or the UUID, %KEEL_STATUS_IO when
 *   the way between the hosts breaks, %KEEL_STATUS_ABORTED, %KEEL_STATUS_NOT_FOUND when it is gone,
 *   %KEEL_STATUS_PERMISSION when either connection is read-only, or %KEEL_STATUS_CLOSED when either
 *   is closed, meanwhile too
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_migrate(keel_domain *self, keel_connection *destination,
					 uint32_t flags, const keel_param *params, size_t n_params,
					 keel_domain **ret);

KEEL_END_DECLS

#endif
