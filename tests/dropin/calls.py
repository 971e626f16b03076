# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls every method of the classes named on each kind of object that libvirt's test driver has, and prints what comes.

Each call is made on a fresh host; a parameter's value follows from its name.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from typing import Any

import libvirt

UUID = b"\x6e" * 16
TEXT = "6e6e6e6e-6e6e-6e6e-6e6e-6e6e6e6e6e6e"
GUEST = f"""
<domain type='test'>
  <name>guest</name><uuid>{TEXT}</uuid><memory unit='KiB'>65536</memory><vcpu>2</vcpu><iothreads>2</iothreads>
  <os><type>hvm</type></os>
  <devices>
    <disk type='file' device='disk'><source file='/nowhere'/><target dev='vda' bus='virtio'/></disk>
    <interface type='network'><source network='default'/><target dev='net0'/></interface>
  </devices>
</domain>"""
POOL = "<pool type='dir'><name>p</name><target><path>/p</path></target></pool>"
VOLUME = "<volume><name>v.img</name><capacity>1048576</capacity><target><path>/default-pool/v.img</path></target></volume>"
SECRET = "<secret><usage type='volume'><volume>/v</volume></usage></secret>"
NETWORK = f"<network><name>n</name><uuid>{TEXT}</uuid><bridge name='virbr9'/></network>"
INTERFACE = "<interface type='ethernet' name='eth9'><start mode='none'/></interface>"
DEVICE = "<device><parent>scsi_host1</parent><capability type='scsi_host'><capability type='fc_host'><wwnn>2000000012341234</wwnn><wwpn>1000000012341234</wwpn></capability></capability></device>"
XML = {
    "createXML": GUEST, "defineXML": GUEST, "defineXMLFlags": GUEST, "createLinux": GUEST,
    "networkCreateXML": NETWORK, "networkDefineXML": NETWORK, "networkCreateXMLFlags": NETWORK,
    "networkDefineXMLFlags": NETWORK, "storagePoolCreateXML": POOL, "storagePoolDefineXML": POOL,
    "secretDefineXML": SECRET, "interfaceDefineXML": INTERFACE, "nodeDeviceCreateXML": DEVICE,
    "snapshotCreateXML": "<domainsnapshot><name>s</name></domainsnapshot>",
    "checkpointCreateXML": "<domaincheckpoint><name>c</name></domaincheckpoint>",
    "virStoragePool.createXML": VOLUME, "virStoragePool.createXMLFrom": VOLUME,
}  # fmt: skip
KNOWN: dict[str, Any] = {
    "name": "test", "uuid": UUID, "uuidstr": TEXT, "id": 1, "macstr": "aa:bb:cc:dd:ee:ff", "path": "vda", "disk": "vda",
    "device": "net0", "domain": "test", "cap": None, "startCell": 0, "maxCells": 2, "cpuNum": -1, "cellNum": 0,
    "cpumap": (True, False, True), "vcpu": 0, "iothread_val": 1, "nvcpus": 2, "memory": 4096, "autostart": 1, "total": True,
    "source": 0, "type": 0, "usageType": 1, "usageID": "/v", "state": 1, "arch": "x86_64", "pages": {4: 1}, "interval": 5,
    "count": 5, "target": 0, "duration": 0, "offset": 0, "size": 16, "start": 0, "capacity": 2097152, "length": 0,
    "codeset": 0, "holdtime": 0, "keycodes": [1, 2], "nkeycodes": 2, "signum": 1, "pid_value": 1, "user": "u",
    "password": "p", "time": {"seconds": 5, "nseconds": 6}, "downtime": 1, "bandwidth": 1, "timeout": 1, "period": 1,
    "new_name": "other", "key": "k", "uri": "urn:x", "metadata": "<x/>", "minimum": 0, "mountPoint": None, "seconds": 1,
    "cacheSize": 1, "threshold": 1, "action": 0, "idx": 0, "screen": 0, "events": 1, "data": b"d", "nbytes": 4,
    "value": b"v", "algorithm": 0, "iothread_id": 7, "command": 1, "section": 1, "parentIndex": 0, "files": [0],
    "driverName": None, "to": "/nowhere/to", "frm": "/nowhere/from", "file": "/nowhere/file", "dumpformat": 0,
    "callbackID": 3, "interface": "eth1", "portdev": "vnet0", "wwnn": "2000000012341234", "wwpn": "1000000012341234",
    "vcpumap": "0", "alias": "disk0", "keys": ["k"], "xmlCPUs": ["<cpu/>"], "dconnuri": "test:///default", "duri": "test:///default",
    "nativeFormat": "x", "nativeConfig": "x", "emulator": None, "machine": None, "virttype": None, "srcSpec": None, "fd": 0,
    "lun": 0, "codes": [1],
}  # fmt: skip
ELSEWHERE = (
    "c_pointer",
    "close",
    "domainEventRegister",
    "domainEventDeregister",
    "registerCloseCallback",
)
"""What keeps a host alive, or differs by nature."""
PARAMS = {
    "setSchedulerParameters": {"weight": 100}, "setSchedulerParametersFlags": {"weight": 100},
    "setMemoryParameters": {"hard_limit": 100}, "setBlkioParameters": {"weight": 500},
    "setNumaParameters": {"numa_mode": 1}, "setInterfaceParameters": {"inbound.average": 100},
    "setBlockIoTune": {"total_bytes_sec": 100}, "setPerfEvents": {"cmt": True}, "setIOThreadParams": {"poll_max_ns": 1},
    "setParameters": {"inbound.average": 1},
    "setLaunchSecurityState": {"sev-secret": "x"},
}  # fmt: skip


UNORDERED = ("listDevices", "listAllDevices")
CHANGES = re.compile(r"52:54:00(:\w\w){3}|\d{10}(?=</creationTime>)")
"""What is made at random, or from the time."""


class Host:
    """A fresh host, and objects on it."""

    def __init__(self) -> None:
        self.conn = libvirt.open("test:///default")

    def domain(self) -> Any:
        return self.conn.lookupByName("test")

    def pool(self) -> Any:
        return self.conn.storagePoolLookupByName("default-pool")

    def value(self, owner: str, method: str, name: str) -> Any:
        """Returns what a parameter is given."""
        if name in ("xml", "xmlDesc", "xmldesc"):
            return XML.get(f"{owner}.{method}", XML.get(method, "<broken/>"))
        if name == "params":
            return PARAMS.get(method, {})
        if name in ("st", "stream"):
            return self.conn.newStream()
        if name in ("snap", "snapshot"):
            return self.domain().snapshotCreateXML(XML["snapshotCreateXML"])
        if name == "clonevol":
            return self.pool().createXML(VOLUME)
        if name == "dconn":
            return self.conn
        if name == "doms":
            return [self.domain()]
        if name in ("cb", "handler", "holeHandler", "skipHandler"):
            return lambda *given: None
        if name in ("dom", "net", "pool", "dev", "secret", "opaque", "eventID"):
            return {"eventID": 0, "dev": "vda"}.get(name)
        return KNOWN.get(name, "nothing")


MAKERS: dict[str, Callable[[Host], Any]] = {
    "virConnect": lambda host: host.conn,
    "virDomain": lambda host: host.conn.createXML(GUEST),
    "virDomain idle": lambda host: host.conn.defineXML(GUEST),
    "virDomain test": lambda host: host.domain(),
    "virDomainSnapshot": lambda host: host.domain().snapshotCreateXML(XML["snapshotCreateXML"]),
    "virDomainCheckpoint": lambda host: host.domain().checkpointCreateXML(XML["checkpointCreateXML"]),
    "virNetwork": lambda host: host.conn.networkLookupByName("default"),
    "virNetworkPort": lambda host: host.conn.networkLookupByName("default").portCreateXML("<networkport/>"),
    "virStoragePool": lambda host: host.pool(),
    "virStorageVol": lambda host: host.pool().createXML(VOLUME),
    "virInterface": lambda host: host.conn.interfaceLookupByName("eth1"),
    "virNodeDevice": lambda host: host.conn.nodeDeviceLookupByName("scsi_host2"),
    "virSecret": lambda host: host.conn.secretDefineXML(SECRET),
    "virStream": lambda host: host.conn.newStream(),
}  # fmt: skip


def plain(value: Any) -> Any:
    """Returns a value as JSON can show it, with its type; what depends on the time is not told."""
    name = type(value).__name__
    if isinstance(value, str):
        return [name, CHANGES.sub("…", value)]
    if isinstance(value, bool) or value is None or isinstance(value, float):
        return [name, value]
    if isinstance(value, int):
        return ["int", "of the clock" if value > 10**8 and value % 10**6 else value]
    if isinstance(value, bytes):
        return [name, value.hex()]
    if isinstance(value, list | tuple):
        return [name, [plain(item) for item in value]]
    if isinstance(value, dict):
        return [name, sorted([key, plain(item)] for key, item in value.items())]
    if name.startswith("vir"):
        for label in ("getName", "name", "UUIDString"):
            if hasattr(value, label) and not (name == "virSecret" or label == "UUIDString"):
                return [name, getattr(value, label)()]
    return [name, ""]


def attempt(call: Callable[[], Any]) -> Any:
    """Returns what a call gives, or how it fails."""
    try:
        return {"gives": plain(call())}
    except libvirt.libvirtError as error:
        said = [
            error.get_error_code(), error.get_error_domain(), error.get_error_message(), error.get_error_level(),
            error.get_str1(), error.get_str2(), error.get_str3(), error.get_int1(), error.get_int2(),
        ]  # fmt: skip
        return {"raises": type(error).__name__, "str": str(error), "said": said}
    except Exception as error:
        return {"raises": type(error).__name__}


def call_one(key: str, method: str, parameters: list[list[Any]]) -> Any:
    """Calls a method on an object of a fresh host."""
    host = Host()
    try:
        subject = MAKERS[key](host)
    except libvirt.libvirtError as error:
        return str(error)
    given = [
        host.value(key.partition(" ")[0], method, name)
        for name, _, default in parameters[1:]
        if default is None or name in ("params", "time")
    ]
    found = attempt(lambda: getattr(subject, method)(*given))
    if method in UNORDERED:
        found["gives"][1].sort()
    return found


def call_all(wanted: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Calls each method on each object of its class."""
    return {
        f"{key}.{method}": call_one(key, method, parameters)
        for key in MAKERS
        for method, parameters in wanted[key.partition(" ")[0]].items()
        if method not in ELSEWHERE and not method.endswith("EventRegisterAny")
    }


with open(sys.argv[1]) as file:
    offered = json.load(file)["libvirt"]
# os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
libvirt.virEventRegisterDefaultImpl()
classes = {
    name: {key: value for key, value in members.items() if isinstance(value, list)}
    for name, members in offered.items()
    if isinstance(members, dict)
}
print(json.dumps(call_all(classes)))
