# Lists what in a file system carries rights of its own: programs with setuid, setgid or capabilities, devices, and
# directories that hand an access list on. Extended attributes are read here because Node can't. Nothing is opened or
# followed; find goes through directories that it holds.
#
# Arguments: the number of lgetxattr on this processor, then find's arguments.
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

# Readers of tenants' files have seconds, and go before.
setpriority(0, 0, 10);
open(my $entries, "-|", "/usr/bin/find", @find) or die "find: $!";
$/ = "\0";
my $count = 0;
while (my $entry = <$entries>) {
    chomp $entry;
    $count++;
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
