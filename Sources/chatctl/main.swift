import ChatCommands

ChatCtl.main()
