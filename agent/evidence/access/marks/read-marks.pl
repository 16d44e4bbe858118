# Lists what in a file system carries rights of its own: programs with setuid, setgid or capabilities, devices, and
# directories that hand an access list on. Extended attributes are read here because Node can't. Nothing is opened or
# followed; find goes through directories that it holds.
#
# Arguments: the number of lgetxattr on this processor, then find's arguments. Without those names are read, each with
# a NUL after it.
# Answer: a line each of type, mode, user, group and, in hexadecimal, capabilities, access list, list handed on, name.
use strict;
use warnings;

my ($lgetxattr, @find) = @ARGV;

sub attribute {
    my ($path, $name) = @_;
    my $value = "\0" x 4096;
    my $length = syscall($lgetxattr, $path, $name, $value, length($value));
    return $length > 0 ? unpack("H*", substr($value, 0, $length)) : "-";
}

sub described {
    my ($path) = @_;
    my (undef, undef, $mode, undef, $uid, $gid) = lstat($path) or return undef;
    my $type = -f _ ? "f" : -b _ ? "b" : return undef;
    return sprintf("%s %o %d %d %s", $type, $mode & 07777, $uid, $gid, $path);
}

# Readers of tenants' files have seconds, and go before.
setpriority(0, 0, 10);
my $entries = \*STDIN;
if (@find) {
    $entries = undef;
    open($entries, "-|", "/usr/bin/find", @find) or die "find: $!";
}
$/ = "\0";
my $count = 0;
while (my $entry = <$entries>) {
    chomp $entry;
    $count++;
    $entry = described($entry) unless @find;
    next unless defined $entry;
    my ($type, $mode, $uid, $gid, $path) = split(/ /, $entry, 5);
    my ($caps, $list, $handed) = ("-", "-", "-");
    if ($type eq "d") {
        $handed = attribute($path, "system.posix_acl_default");
        next if $handed eq "-";
    } elsif ($type eq "f") {
        $caps = attribute($path, "security.capability");
        next if $caps eq "-" and !(oct($mode) & 06000);
        $list = attribute($path, "system.posix_acl_access");
    }
    print join(" ", $type, $mode, $uid, $gid, $caps, $list, $handed, unpack("H*", $path)), "\n";
}
close($entries);
print "done $count\n";
