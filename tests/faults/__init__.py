"""What breaks around the application: processes, disks, locks, servers, clients."""
