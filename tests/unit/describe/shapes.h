/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An old library: no annotations, but names and documentation that follow conventions. */
#ifndef SHAPES_H
#define SHAPES_H

#include <stddef.h>

typedef struct _acmeHost acmeHost;
typedef acmeHost *acmeHostPtr;
typedef struct _acmeGuest acmeGuest;
typedef acmeGuest *acmeGuestPtr;

/**
 * acmeListFlags:
 *
 * Which guests to list.
 */
typedef enum {
	ACME_LIST_ALL = 0,
	ACME_LIST_ACTIVE = 1 << 0,
	ACME_LIST_INACTIVE = 1 << 1,
} acmeListFlags;

typedef enum {
	ACME_GUEST_OFF = 0, /* it is off (Since: 0.1.0) */
	ACME_GUEST_ON = 1, /* it is on (Since: 0.2.0) */
} acmeGuestState;

typedef enum {
	ACME_PARAM_INT = 1,
	ACME_PARAM_TEXT = 2,
} acmeParamType;

typedef struct _acmeParam acmeParam;
struct _acmeParam {
	char name[80]; /* its name */
	int type; /* an acmeParamType */
	union {
		int i; /* type is INT */
		char *s; /* type is TEXT */
	} value;
};
typedef acmeParam *acmeParamPtr;

typedef struct _acmeGuestInfo acmeGuestInfo;
struct _acmeGuestInfo {
	unsigned char state; /* one of acmeGuestState */
	unsigned long memory;
	char model[32];
};
typedef acmeGuestInfo *acmeGuestInfoPtr;

typedef struct _acmeDisk acmeDisk;
struct _acmeDisk {
	char *path;
	size_t nalias;
	char **alias;
};
typedef acmeDisk *acmeDiskPtr;

typedef void (*acmeFreeCallback)(void *opaque);

/**
 * acmeEventCallback:
 * @guest: the guest
 * @state: its new acmeGuestState
 * @opaque: user data
 *
 * Hears of changes.
 *
 * Returns 0 (the return value is currently ignored)
 */
typedef int (*acmeEventCallback)(acmeGuestPtr guest, int state, void *opaque);

/**
 * acmeRebootCallback:
 * @guest: the guest
 * @opaque: user data
 *
 * Hears of reboots.
 */
typedef void (*acmeRebootCallback)(acmeGuestPtr guest, void *opaque);

typedef enum {
	ACME_EVENT_LIFECYCLE = 0, /* acmeEventCallback */
	ACME_EVENT_REBOOT = 1, /* a plain one */
} acmeEvent;

/**
 * acmeHostOpen:
 * @name: (optional) where to
 *
 * Opens a host. It may wait.
 *
 * Returns a host or NULL in case of error.
 */
acmeHostPtr acmeHostOpen(const char *name);
/**
 * acmeHostRef:
 * @host: the host
 *
 * Takes a reference.
 *
 * Returns 0 in case of success, -1 in case of failure.
 */
int acmeHostRef(acmeHostPtr host);
/**
 * acmeHostFree:
 * @host: the host
 *
 * Gives a reference back.
 *
 * Returns 0 in case of success, -1 in case of failure.
 */
int acmeHostFree(acmeHostPtr host);
int acmeGuestFree(acmeGuestPtr guest);
/**
 * acmeHostGetName:
 * @host: the host
 *
 * Returns the name or NULL.
 */
const char *acmeHostGetName(acmeHostPtr host);
/**
 * acmeHostGetXML:
 * @host: the host
 * @flags: currently unused, pass 0
 *
 * Returns text that the caller must free, or NULL.
 */
char *acmeHostGetXML(acmeHostPtr host, unsigned int flags);
/**
 * acmeGuestLookup:
 * @host: the host
 * @name: its name
 *
 * Finds a guest; @name cannot be NULL.
 *
 * Returns a guest or NULL.
 */
acmeGuestPtr acmeGuestLookup(acmeHostPtr host, const char *name);
/**
 * acmeGuestGetHost:
 * @guest: the guest
 *
 * Returns the host or NULL.
 */
acmeHostPtr acmeGuestGetHost(acmeGuestPtr guest);
/**
 * acmeGuestIsActive:
 * @guest: the guest
 *
 * Returns 1 if active, 0 if not, -1 on error
 */
int acmeGuestIsActive(acmeGuestPtr guest);
/**
 * acmeHostNumOfGuests:
 * @host: the host
 *
 * Returns the number of guests or -1 in case of error
 */
int acmeHostNumOfGuests(acmeHostPtr host);
/**
 * acmeHostListGuests:
 * @host: the host
 * @names: the names
 * @maxnames: how many there is room for
 *
 * Returns the number of names or -1 in case of error.
 */
int acmeHostListGuests(acmeHostPtr host, char **const names, int maxnames);
/**
 * acmeHostListAllGuests:
 * @host: the host
 * @guests: where to store the array, or NULL if it is not wanted
 * @flags: bitwise-OR of acmeListFlags
 *
 * Returns the number of guests, or -1 in case of error.
 */
int acmeHostListAllGuests(acmeHostPtr host, acmeGuestPtr **guests, unsigned int flags);
/**
 * acmeGuestGetParams:
 * @guest: the guest
 * @params: the parameters
 * @nparams: how many there are
 *
 * Calling with @params as NULL and @nparams as 0 tells how many there are.
 *
 * Returns -1 in case of error, 0 in case of success.
 */
int acmeGuestGetParams(acmeGuestPtr guest, acmeParamPtr params, int *nparams);
/**
 * acmeGuestGetStats:
 * @guest: the guest
 * @params: the parameters
 * @nparams: how many there are
 *
 * Returns 0 on success, -1 on error.
 */
int acmeGuestGetStats(acmeGuestPtr guest, acmeParamPtr *params, int *nparams);
/**
 * acmeGuestSetParams:
 * @guest: the guest
 * @params: the parameters
 * @nparams: how many there are
 *
 * Returns 0 on success, -1 on error.
 */
int acmeGuestSetParams(acmeGuestPtr guest, acmeParamPtr params, int nparams);
/**
 * acmeGuestFreeze:
 * @guest: the guest
 * @paths: which file systems, or NULL for all
 * @npaths: how many there are
 *
 * Returns 0 on success, -1 on error.
 */
int acmeGuestFreeze(acmeGuestPtr guest, const char **paths, unsigned int npaths);
/**
 * acmeGuestGetUUID:
 * @guest: the guest
 * @uuid: where to store it
 *
 * Returns -1 in case of error, 0 in case of success
 */
int acmeGuestGetUUID(acmeGuestPtr guest, unsigned char *uuid);
/**
 * acmeGuestGetUUIDString:
 * @guest: the guest
 * @buf: room for 37 bytes
 *
 * Returns -1 in case of error, 0 in case of success
 */
int acmeGuestGetUUIDString(acmeGuestPtr guest, char *buf);
/**
 * acmeGuestGetInfo:
 * @guest: the guest
 * @info: where to store it
 *
 * Returns 0 in case of success and -1 in case of failure.
 */
int acmeGuestGetInfo(acmeGuestPtr guest, acmeGuestInfoPtr info);
/**
 * acmeGuestInfoStats:
 * @guest: the guest
 * @info: where to store it
 * @size: the size of the struct
 *
 * Returns 0 in case of success and -1 in case of failure.
 */
int acmeGuestInfoStats(acmeGuestPtr guest, acmeGuestInfoPtr info, size_t size);
/**
 * acmeGuestGetState:
 * @guest: the guest
 * @state: its acmeGuestState
 * @reason: why; it is allowed to be NULL
 *
 * Returns 0 in case of success and -1 in case of failure.
 */
int acmeGuestGetState(acmeGuestPtr guest, int *state, int *reason);
/**
 * acmeHostRegister:
 * @host: the host
 * @event: which
 * @cb: what to call
 * @opaque: user data
 * @freecb: frees it
 *
 * Returns 0 on success, -1 on failure
 */
int acmeHostRegister(acmeHostPtr host, int event, acmeEventCallback cb, void *opaque,
		     acmeFreeCallback freecb);
/**
 * acmeDiskFree:
 * @disk: the disk
 *
 * Frees it.
 */
void acmeDiskFree(acmeDiskPtr disk);
/**
 * acmeGuestDoMore:
 * @guest: the guest
 * @mystery: who knows
 *
 * Nobody knows what this does.
 */
int acmeGuestDoMore(acmeGuestPtr guest, void *mystery);

#endif
